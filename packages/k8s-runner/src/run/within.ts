import { callOff } from "../cluster/call-off.ts";
import type { Clock } from "../cluster/clock.ts";

const never = new AbortController().signal;

/**
 * What the promise gives; `late` when it takes longer, or the signal is aborted first. It goes on then, and what becomes
 * of it is nobody's concern.
 */
export async function within<T>(
  clock: Clock,
  ms: number,
  promise: Promise<T>,
  signal: AbortSignal = never,
): Promise<T | "late"> {
  const enough = new AbortController();
  const stop = (): void => callOff(enough);
  if (signal.aborted) stop();
  else signal.addEventListener("abort", stop);
  const late = clock.sleep(ms, enough.signal).then(() => "late" as const);
  try {
    return await Promise.race([promise, late]);
  } finally {
    signal.removeEventListener("abort", stop);
    stop();
  }
}
