/** Waits until it is so. The limit only ends what hangs; nothing is concluded from how long it took. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  const endAt = performance.now() + 120_000;
  while (!(await isSo())) {
    if (performance.now() > endAt) throw new Error("It never came to that.");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
