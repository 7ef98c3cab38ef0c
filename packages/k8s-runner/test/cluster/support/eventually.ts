/** Waits until something is so, turn by turn. The limit only ends what hangs; nothing is concluded from how long it took. */
export async function eventually(look: () => boolean): Promise<void> {
  for (let turn = 0; turn < 20_000; turn += 1) {
    if (look()) return;
    // The network has its own pace: most turns cost nothing, and some let it do its work.
    if (turn % 16 === 15) await new Promise((resolve) => setTimeout(resolve, 1));
    else await new Promise((resolve) => setImmediate(resolve));
  }
  throw new Error("It never came to that.");
}

/** Lets everything happen that is about to happen in this process. */
export async function turns(count: number): Promise<void> {
  for (let done = 0; done < count; done += 1) await new Promise((resolve) => setImmediate(resolve));
}
