import { setTimeout } from "node:timers/promises";
import type { ExecutionContext } from "../host/execution-context.ts";
import { isLeaseLost } from "../host/lease-lost.ts";
import { askRun, type HostApi } from "./ask-run.ts";

/** The host's wish that the run ends. */
export interface HostCancellation {
  readonly signal: AbortSignal;
  /** Epoch milliseconds; null as long as nobody wished it. */
  readonly requestedAt: () => number | null;
  /**
   * Epoch milliseconds; null as long as the host holds the run. What ends after that is a cancelled run to it, whatever
   * its end was, and needs the same words as one.
   */
  readonly letGoAt: () => number | null;
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
  let letGoAt: number | null = null;
  const cancel = (reason: unknown): void => {
    requestedAt ??= now();
    ours.abort(reason);
  };
  const asking = new AbortController();
  const ask = (): void => void askAgainAndAgain(context.runId, api, everyMs, asking.signal, cancel);
  const { signal } = context;
  const heed = (): void => {
    if (!isLeaseLost(signal?.reason)) return cancel(signal?.reason);
    if (letGoAt === null) ask();
    letGoAt ??= now();
  };
  const stop = (): void => {
    signal?.removeEventListener("abort", heed);
    asking.abort();
  };
  signal?.addEventListener("abort", heed, { once: true });
  try {
    if (signal === undefined) ask();
    else await context.onCancellationReady?.();
  } catch (error) {
    stop();
    throw error;
  }
  if (signal?.aborted === true) heed();
  return { signal: ours.signal, requestedAt: () => requestedAt, letGoAt: () => letGoAt, stop };
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
