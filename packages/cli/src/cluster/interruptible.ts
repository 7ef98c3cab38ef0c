import type { Attempt } from "../explain/attempt.ts";
import type { World } from "../world.ts";

/** The person asked to stop before anything came of it. */
export interface Interrupted {
  readonly kind: "interrupted";
}

/**
 * Ctrl-C while there is no run yet ends what is under way. What came of it in the same moment is undone: who was told
 * that it stops must not have it go on.
 */
export async function interruptible<T>(
  world: Pick<World, "onInterrupt" | "onTerminate" | "status">,
  act: (signal: AbortSignal) => Promise<Attempt<T>>,
  undo: (value: T) => Promise<void>,
): Promise<Attempt<T> | Interrupted> {
  const control = new AbortController();
  const forgets = [world.onInterrupt(() => control.abort()), world.onTerminate(() => control.abort())];
  try {
    const done = await act(control.signal);
    if (!control.signal.aborted) return done;
    if (done.kind === "read") await undo(done.value);
    return { kind: "interrupted" };
  } finally {
    for (const forget of forgets) forget();
    world.status(null);
  }
}
