import type { World } from "../world.ts";
import type { RunHandle } from "./runner.ts";

/** Ctrl-C again within this time means that the run should go on without us. */
const SECOND_THOUGHT_MS = 1500;

/**
 * Ctrl-C cancels the run, a second one at once leaves it alone, and a later second one leaves it to end by itself. A
 * process that is told to end leaves its run. Gives back how to stop listening.
 */
export function heedInterrupts(
  handle: Pick<RunHandle, "cancel" | "detach">,
  world: Pick<World, "after" | "note" | "onInterrupt" | "onTerminate">,
): () => void {
  let callOff: (() => void) | null = null;
  const stop = (): void => {
    callOff?.();
    forgetInterrupts();
    forgetEnding();
  };
  const leave = (): void => {
    // Who presses a third time wants this process to end, whatever becomes of the rest.
    stop();
    handle.detach();
  };
  const interrupted = (): void => {
    if (callOff !== null) return leave();
    callOff = world.after(SECOND_THOUGHT_MS, () => handle.cancel({ by: "user", reason: "Ctrl-C" }));
    world.note(["Cancelling. Ctrl-C again leaves the Job alone."]);
  };
  const forgetInterrupts = world.onInterrupt(interrupted);
  const forgetEnding = world.onTerminate(leave);
  return stop;
}
