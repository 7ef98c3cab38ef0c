import type { World } from "../world.ts";

/** Ctrl-C while there is no run yet ends what is under way. */
export async function interruptible<T>(world: World, act: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const control = new AbortController();
  const forgets = [world.onInterrupt(() => control.abort()), world.onTerminate(() => control.abort())];
  try {
    return await act(control.signal);
  } finally {
    for (const forget of forgets) forget();
    world.status(null);
  }
}
