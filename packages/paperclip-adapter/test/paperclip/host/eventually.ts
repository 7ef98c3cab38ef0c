import { setTimeout as pause } from "node:timers/promises";

/** Looks again and again until there is something; what is waited for stands in the error when it never comes. */
export async function eventually<T>(
  what: string,
  look: () => Promise<T | null>,
  withinMs = 60_000,
): Promise<T> {
  const until = performance.now() + withinMs;
  for (;;) {
    const seen = await look();
    if (seen !== null) return seen;
    if (performance.now() > until) throw new Error(`${what} did not come within ${withinMs / 1000} s.`);
    await pause(150);
  }
}
