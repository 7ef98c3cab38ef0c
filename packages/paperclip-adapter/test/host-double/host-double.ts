import type { ExecutionContext, InvocationMeta, RuntimeEvent } from "../../src/host/execution-context.ts";
import type { ExecutionResult } from "../../src/host/execution-result.ts";
import { aContext } from "../support/a-context.ts";
import { createRunLog, type RunLog } from "./run-log.ts";
import { endedWithout, isAcknowledged, rowOf, thrownRow, type RunRow } from "./run-row.ts";
import { createSessions } from "./sessions.ts";

export type Execute = (context: ExecutionContext) => Promise<ExecutionResult>;

/**
 * A host that behaves as Paperclip 2026.916.1 was seen to, for one agent and without a database. `execute()` is all
 * that it has of an adapter; what it stores of a run is what its stories are about.
 *
 * The numbers here and in `test/host-rules` are of what was found out about the host: §0 what breaks a plausible
 * adapter, §1 package and loader, §2 context, result and callbacks, §3 form and parser, §4 Stop, shutdown and loss, §5
 * retries and holds.
 */
export interface HostDouble {
  readonly begin: (execute: Execute, how?: RunWishes) => HostRun;
}

/** How a run is called for, and what is different at this host. */
export interface RunWishes {
  readonly context?: Partial<ExecutionContext>;
  /** What the sessions are kept by; left out for a run without a task. */
  readonly taskKey?: string;
  readonly log?: RunLog;
  /** `2026.831` lacks the signal, the opt-in and the dispatch boundary (§0.12). */
  readonly era?: "2026.916" | "2026.831";
}

export interface HostRun {
  readonly context: ExecutionContext;
  readonly log: RunLog;
  readonly logSays: (text: string) => Promise<void>;
  readonly metas: readonly InvocationMeta[];
  readonly events: readonly RuntimeEvent[];
  /** What of the host was called, in order; `onLog` is left out. */
  readonly calls: readonly string[];
  readonly ended: Promise<Ended>;
  /** Somebody presses Stop (§4): the answer comes when the run has ended, if the adapter has opted in. */
  readonly stop: () => Promise<{ readonly status: 200 | 409 }>;
  /** The host could not renew its hold on the run: the same signal, without a wish, and without an opt-in (§4). */
  readonly loseLease: () => void;
  /** SIGTERM of the server: the run is over for it at once, and its signal is silent (§4). */
  readonly shutDown: () => void;
}

export interface Ended {
  readonly row: RunRow;
  /** What the adapter said; null where it threw. */
  readonly result: ExecutionResult | null;
}

export function hostDouble(): HostDouble {
  const sessions = createSessions();
  return {
    begin(execute, how = {}) {
      const taskKey = how.taskKey ?? null;
      const run = openRun(how, { runtime: sessions.runtimeFor(taskKey), ...how.context });
      const ended = run.play(execute).then((end) => {
        sessions.settle(taskKey, end.result);
        return end;
      });
      return { ...run.shown, ended, stop: () => run.stop(ended) };
    },
  };
}

interface OpenRun {
  readonly shown: Omit<HostRun, "ended" | "stop">;
  readonly play: (execute: Execute) => Promise<Ended>;
  readonly stop: (ended: Promise<Ended>) => ReturnType<HostRun["stop"]>;
}

function openRun(
  { log = createRunLog(), era = "2026.916" }: RunWishes,
  differs: Partial<ExecutionContext>,
): OpenRun {
  const control = new AbortController();
  const [metas, events, calls]: [InvocationMeta[], RuntimeEvent[], string[]] = [[], [], []];
  let isReady = false;
  let row: RunRow | null = null;
  const abort = (why: string): void => control.abort(new Error(why));

  const sinceSeptember = {
    signal: control.signal,
    onCancellationReady: async () => {
      calls.push("onCancellationReady");
      isReady = true;
      if (row !== null) abort("Run stopped before provider startup");
    },
    onDispatch: () => void calls.push("onDispatch"),
  };
  const context = {
    ...aContext(),
    onLog: log.onLog,
    onMeta: async (meta: InvocationMeta) => {
      metas.push(meta);
      calls.push("onMeta");
    },
    onEvent: async (event: RuntimeEvent) => void events.push(event),
    // For adapters that start a process on the host's own machine: it would be watched, and killed (§2).
    onSpawn: async () => void calls.push("onSpawn"),
    ...(era === "2026.916" ? sinceSeptember : {}),
    ...differs,
  };

  return {
    shown: {
      context,
      log,
      logSays: (text) => eventually(() => log.text().includes(text)),
      metas,
      events,
      calls,
      loseLease: () => abort("Legacy controller lease lost"),
      shutDown: () => {
        row ??= endedWithout(
          "interrupted",
          "server_shutdown_interrupted",
          "Interrupted by graceful shutdown",
        );
      },
    },
    async play(execute) {
      const answer = await answerOf(execute, context);
      const stopped = control.signal.aborted ? String(control.signal.reason?.message) : null;
      // §2: a row that is over stays as it is.
      row ??= log.isBroken() ? brokenByItsLog : answer.rowWhen(stopped);
      return { row, result: answer.result };
    },
    async stop(ended) {
      if (!isReady) {
        row ??= endedWithout("cancelled", "cancelled", STOPPED);
        return { status: 200 };
      }
      abort(STOPPED);
      // The real one waits for a minute; what the adapter needs of it stands in `src/manifest/run-limits.ts`.
      const end = await ended;
      return { status: isAcknowledged(end.row) ? 200 : 409 };
    },
  };
}

const STOPPED = "Cancelled by control plane";

/** §0.3: neither the result nor its failure can be written then, and whoever cleans up afterwards ends the run. */
const brokenByItsLog = endedWithout(
  "interrupted",
  "lease_released_before_terminal",
  "run terminalized on environment lease release",
);

interface Answer {
  readonly result: ExecutionResult | null;
  readonly rowWhen: (stopped: string | null) => RunRow;
}

async function answerOf(execute: Execute, context: ExecutionContext): Promise<Answer> {
  try {
    const result = await execute(context);
    return { result, rowWhen: (stopped) => rowOf(result, stopped) };
  } catch (error) {
    return { result: null, rowWhen: (stopped) => thrownRow(String(error), stopped) };
  }
}

async function eventually(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 2));
}
