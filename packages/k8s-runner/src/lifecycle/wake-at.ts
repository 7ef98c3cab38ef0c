import { errandInstants } from "./errand.ts";
import { phases } from "./phases.ts";
import type { LifecycleState, LiveState } from "./state.ts";

/** When `clock-ticked` is due, if nothing happens before; null when the state waits for nothing but events. */
export function wakeAt(state: LifecycleState): number | null {
  if (state.phase === "settled") return null;
  const instants = [...errandInstants(state.errands), ...instantsOf(state)].filter(
    (instant) => instant !== null,
  );
  return instants.length === 0 ? null : Math.min(...instants);
}

function instantsOf(state: LiveState): readonly (number | null)[] {
  switch (state.phase) {
    case "admitting":
      return phases.admitting.instants(state);
    case "creating":
      return phases.creating.instants(state);
    case "scheduling":
      return phases.scheduling.instants(state);
    case "starting":
      return phases.starting.instants(state);
    case "running":
      return phases.running.instants(state);
    case "stopping":
      return phases.stopping.instants(state);
    case "inspecting":
      return phases.inspecting.instants(state);
    case "cleaning":
      return phases.cleaning.instants(state);
  }
}
