import type { Clock } from "../clock.ts";
import type { Answer } from "./answer.ts";
import { repetitionOf, type SecondTime } from "./repetition.ts";

/** The same request up to `attempts` times, as long as repeating is safe and may help. Gives the last answer. */
export async function askRepeatedly<T>(
  clock: Clock,
  second: SecondTime,
  attempts: number,
  ask: () => Promise<Answer<T>>,
  signal: AbortSignal,
): Promise<Answer<T>> {
  for (let failures = 0; ; failures += 1) {
    const answer = await ask();
    const next = repetitionOf(second, answer, failures, clock.random());
    if (next.kind === "leave" || failures + 1 >= attempts) return answer;
    await clock.sleep(next.afterMs, signal);
    if (signal.aborted) return { kind: "aborted" };
  }
}
