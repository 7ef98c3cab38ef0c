import { setTimeout } from "node:timers/promises";
import type { ExecutionContext } from "../host/execution-context.ts";
import { isLeaseLost } from "../host/lease-lost.ts";
import { askRun, type HostApi } from "./ask-run.ts";

/** The host's wish that the run ends. */
export interface HostCancellation {
  readonly signal: AbortSignal;
  /** Epoch milliseconds; null as long as nobody wished it. */
  readonly requestedAt: () => number | null;
  readonly stop: () => void;
}

/**
 * Opts in to the host's own signal. Hosts before 2026.916 have none: there the run's status is asked for, and only the
 * two words that mean a cancellation count. Any other status, an error or silence is no reason to end a run: taking
 * them for one was how the original killed its own runs. A host that has lost its hold on the run says no more by its
 * signal, and is asked in the same way.
 */
export async function heedHost(
  context: ExecutionContext,
  api: HostApi,
  everyMs: number,
  now: () => number = Date.now,
): Promise<HostCancellation> {
  const ours = new AbortController();
  let requestedAt: number | null = null;
  const cancel = (reason: unknown): void => {
    requestedAt ??= now();
    ours.abort(reason);
  };
  const asking = new AbortController();
  const ask = (): void => void askAgainAndAgain(context.runId, api, everyMs, asking.signal, cancel);
  if (context.signal !== undefined) {
    const { signal } = context;
    const heed = (): void => (isLeaseLost(signal.reason) ? ask() : cancel(signal.reason));
    signal.addEventListener("abort", heed, { once: true });
    await context.onCancellationReady?.();
    if (signal.aborted) heed();
    return {
      signal: ours.signal,
      requestedAt: () => requestedAt,
      stop: () => {
        signal.removeEventListener("abort", heed);
        asking.abort();
      },
    };
  }
  ask();
  return { signal: ours.signal, requestedAt: () => requestedAt, stop: () => asking.abort() };
}

async function askAgainAndAgain(
  runId: string,
  api: HostApi,
  everyMs: number,
  signal: AbortSignal,
  cancel: (reason: unknown) => void,
): Promise<void> {
  if (api.url === null || api.token === null) return;
  while (await paused(everyMs, signal)) {
    const run = await askRun(api, runId, signal);
    if (run === null || !CANCELLED.has(run.status)) continue;
    cancel(new Error("The run was cancelled in Paperclip."));
    return;
  }
}

const CANCELLED = new Set(["cancelled", "cancelling"]);

/** False when it was called off. */
function paused(ms: number, signal: AbortSignal): Promise<boolean> {
  return setTimeout(ms, true, { signal, ref: false }).catch(() => false);
}
