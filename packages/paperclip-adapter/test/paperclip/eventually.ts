const PAUSE_MS = 100;

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
    await new Promise((resolve) => {
      setTimeout(resolve, PAUSE_MS);
    });
  }
}

/** The same for something that is so or is not. */
export async function untilSo(
  what: string,
  isSo: () => boolean | Promise<boolean>,
  withinMs?: number,
): Promise<void> {
  await eventually(what, async () => ((await isSo()) ? true : null), withinMs);
}
