import { callOff } from "../cluster/call-off.ts";
import type { Clock } from "../cluster/clock.ts";

/** What the promise gives; `late` when it takes longer. It goes on then, and what becomes of it is nobody's concern. */
export async function within<T>(clock: Clock, ms: number, promise: Promise<T>): Promise<T | "late"> {
  const enough = new AbortController();
  const late = clock.sleep(ms, enough.signal).then(() => "late" as const);
  try {
    return await Promise.race([promise, late]);
  } finally {
    callOff(enough);
  }
}
