import type { Clock } from "../cluster/clock.ts";
import { begin } from "../lifecycle/begin.ts";
import type { LifecycleEvent } from "../lifecycle/event.ts";
import type { Turn } from "../lifecycle/pursue.ts";
import { step } from "../lifecycle/step.ts";
import { anyAgent } from "./agent-watch.ts";
import { loadedInTime } from "./loaded-in-time.ts";
import { createMemoryStore } from "./memory-store.ts";
import { newsOf } from "./news.ts";
import { live, type LivedRun } from "./live.ts";
import type { CancelWish, RunHandle } from "./run-handle.ts";
import type { FollowOptions } from "./run-options.ts";
import type { RunParts } from "./run-parts.ts";
import type { RunRecord } from "./run-record.ts";
import { sha256 } from "./sha256.ts";
import { statusOf } from "./run-status.ts";
import type { RunStore } from "./run-store.ts";

/** What is particular of the run; `load` looks for what a former process has left. */
export type Followed = Omit<
  RunParts,
  "news" | "onOutput" | "agent" | "store" | "keepJob" | "first" | "from" | "problems"
> & {
  readonly load: (store: RunStore) => Promise<RunRecord | null>;
};

/** Lives a run from where it stands, for a caller who may cancel or leave it at any time. */
export function follow(options: FollowOptions, followed: Followed): RunHandle {
  const { cluster, signal } = options;
  const now = cluster.clock.now;
  const store = options.store ?? createMemoryStore();
  const early: LifecycleEvent[] = [];
  let lived: LivedRun | null = null;
  const tell = (event: LifecycleEvent): void => (lived === null ? void early.push(event) : lived.tell(event));
  const cancel = ({ by, reason, intent = "cancel" }: CancelWish): void =>
    tell({ kind: "cancel-requested", at: now(), intent, by, reason });
  const onAbort = (): void => cancel({ by: "caller", reason: reasonOf(signal) });
  if (signal?.aborted === true) onAbort();
  else signal?.addEventListener("abort", onAbort, { once: true });

  async function run(): Promise<Awaited<RunHandle["outcome"]>> {
    const { record, problems } = await loadFrom(store, followed, cluster.clock);
    lived = live({
      ...followed,
      limits: record?.limits ?? followed.limits,
      news: newsOf(cluster, followed.cluster.namespace),
      onOutput: options.onOutput,
      agent: options.agent ?? anyAgent,
      store,
      keepJob: options.keepJob ?? false,
      first: firstTurn(record, followed, now()),
      from: record,
      problems,
    });
    early.forEach(lived.tell);
    return lived.outcome;
  }

  return {
    identity: followed.identity,
    jobName: followed.jobName,
    outcome: run().finally(() => signal?.removeEventListener("abort", onAbort)),
    cancel,
    detach: () => tell({ kind: "detach-requested", at: now() }),
    state: () => lived?.status() ?? statusOf(begin({ at: now(), seed: 0 }).state, followed.jobName, null),
  };
}

/** A store that can't be read is no reason to leave a run alone; its output then begins anew, at offset 0. */
async function loadFrom(
  store: RunStore,
  { load }: Followed,
  clock: Clock,
): Promise<{ readonly record: RunRecord | null; readonly problems: readonly unknown[] }> {
  try {
    return { record: await loadedInTime(clock, load(store)), problems: [] };
  } catch (error) {
    return { record: null, problems: [error] };
  }
}

/** What was under way in a former process is asked for again. */
function firstTurn(record: RunRecord | null, { jobName, limits }: Followed, at: number): Turn {
  if (record === null) return begin({ at, seed: seedOf(jobName) });
  return step(record.state, { kind: "restarted", at }, record.limits ?? limits);
}

/** Whatever differs from run to run. */
function seedOf(name: string): number {
  return Number.parseInt(sha256(name).slice(0, 8), 16);
}

function reasonOf(signal: AbortSignal | undefined): string {
  const reason: unknown = signal?.reason;
  if (typeof reason === "string") return reason;
  return reason instanceof Error ? reason.message : "";
}
