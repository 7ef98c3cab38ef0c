import { callOff } from "../cluster/call-off.ts";
import type { Clock } from "../cluster/clock.ts";
import type { LifecycleEvent } from "../lifecycle/event.ts";

/** The one queue of a run: what happened, in the order in which we heard of it. */
export interface EventQueue {
  readonly tell: (event: LifecycleEvent) => void;
  /** The next event; `clock-ticked` when the instant comes before anything else does. */
  readonly next: (wakeAt: number | null) => Promise<LifecycleEvent>;
}

export function createEventQueue(clock: Clock): EventQueue {
  const events: LifecycleEvent[] = [];
  let wake: AbortController | null = null;

  /** Until something is told, or the time has come. */
  async function rest(forMs: number | null): Promise<void> {
    const told = new AbortController();
    wake = told;
    if (forMs === null) await aborted(told.signal);
    else await clock.sleep(forMs, told.signal);
    callOff(told);
    wake = null;
  }

  return {
    tell(event) {
      events.push(event);
      if (wake !== null) callOff(wake);
    },
    async next(wakeAt) {
      for (;;) {
        const event = events.shift();
        if (event !== undefined) return event;
        const at = clock.now();
        if (wakeAt !== null && at >= wakeAt) return { kind: "clock-ticked", at };
        await rest(wakeAt === null ? null : wakeAt - at);
      }
    },
  };
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}
