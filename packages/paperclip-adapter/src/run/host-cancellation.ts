import { setTimeout } from "node:timers/promises";
import type { ExecutionContext } from "../host/execution-context.ts";
import { fieldIn } from "../host/host-field.ts";
import { isLeaseLost } from "../host/lease-lost.ts";

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

/** How an older host is asked: its address, and how often. */
export interface Polling {
  /** Without a slash at the end; null where it is not known. */
  readonly apiUrl: string | null;
  readonly everyMs: number;
}

/**
 * Opts in to the host's own signal. Hosts before 2026.916 have none: there the run's status is asked for, and only the
 * two words that mean a cancellation count. Any other status, an error or silence is no reason to end a run: taking
 * them for one was how the original killed its own runs. A host that has lost its hold on the run says no more by its
 * signal, and is asked in the same way.
 */
export async function heedHost(
  context: ExecutionContext,
  polling: Polling,
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
  const ask = (): void => void askAgainAndAgain(context, polling, asking.signal, cancel);
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
  { runId, authToken }: ExecutionContext,
  { apiUrl, everyMs }: Polling,
  signal: AbortSignal,
  cancel: (reason: unknown) => void,
): Promise<void> {
  if (apiUrl === null || authToken === undefined) return;
  const url = `${apiUrl}/api/heartbeat-runs/${encodeURIComponent(runId)}`;
  while (await paused(everyMs, signal))
    if (await isCancelled(url, authToken, signal)) {
      cancel(new Error("The run was cancelled in Paperclip."));
      return;
    }
}

/** False when it was called off. */
function paused(ms: number, signal: AbortSignal): Promise<boolean> {
  return setTimeout(ms, true, { signal, ref: false }).catch(() => false);
}

const ANSWER_MS = 10_000;
const MOST_BYTES = 4 * 1024 * 1024;

async function isCancelled(url: string, token: string, signal: AbortSignal): Promise<boolean> {
  try {
    const response = await fetch(url, {
      headers: { authorization: `Bearer ${token}`, accept: "application/json" },
      redirect: "error",
      signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS)]),
    });
    const length = Number(response.headers.get("content-length") ?? 0);
    if (!response.ok || length > MOST_BYTES) {
      await response.body?.cancel();
      return false;
    }
    const run: unknown = await response.json();
    const status = fieldIn(run, "status");
    return status === "cancelled" || status === "cancelling";
  } catch {
    return false;
  }
}
