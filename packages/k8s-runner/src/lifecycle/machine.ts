import { enterSettled } from "./enter.ts";
import type { LifecycleEvent } from "./event.ts";
import { learn } from "./learn.ts";
import type { Limits } from "./limits.ts";
import type { PhaseHandlers } from "./phase-handler.ts";
import { pursue, type Turn } from "./pursue.ts";
import type { LifecycleState, LiveState } from "./state.ts";

export type Step = (state: LifecycleState, event: LifecycleEvent, limits: Limits) => Turn;

/** The machine that these phases make: learn, let the phase decide, ask for what it wants. */
export function machine(phases: PhaseHandlers): Step {
  return (state, event, limits) => {
    if (state.phase === "settled") return { state, effects: [] };
    if (event.kind === "detach-requested") {
      return pursue(state, enterSettled(state, event.at, { kind: "detached" }, "left"), event, limits);
    }
    const learnt = learn(state, event);
    if (learnt === null) return { state, effects: [] };
    const settled = settle(phases, on(phases, learnt, event, limits), event.at, limits);
    return pursue(state, settled, event, limits);
  };
}

/** How often a state may advance at one instant. In 3000 generated worlds it was never more than three times. */
export const mostAdvances = 16;

/**
 * A state may go through several phases at once: an adopted Job may be over. That this ends can't be left to faith, for
 * a machine that never comes to rest would hang its process with all other runs in it.
 */
function settle(phases: PhaseHandlers, state: LifecycleState, at: number, limits: Limits): LifecycleState {
  let now = state;
  for (let advances = 0; advances <= mostAdvances; advances += 1) {
    const next = advance(phases, now, at, limits);
    if (next === now) return now;
    now = next;
  }
  throw new Error(
    `The lifecycle found no rest: from ${state.phase} to ${now.phase} in ${mostAdvances} advances and more to come. This is a mistake of @runverdict/k8s-runner; report it with the run's record.`,
  );
}

function on(phases: PhaseHandlers, state: LiveState, event: LifecycleEvent, limits: Limits): LifecycleState {
  switch (state.phase) {
    case "admitting":
      return phases.admitting.on(state, event, limits);
    case "creating":
      return phases.creating.on(state, event, limits);
    case "scheduling":
      return phases.scheduling.on(state, event, limits);
    case "starting":
      return phases.starting.on(state, event, limits);
    case "running":
      return phases.running.on(state, event, limits);
    case "stopping":
      return phases.stopping.on(state, event, limits);
    case "inspecting":
      return phases.inspecting.on(state, event, limits);
    case "cleaning":
      return phases.cleaning.on(state, event, limits);
  }
}

function advance(phases: PhaseHandlers, state: LifecycleState, at: number, limits: Limits): LifecycleState {
  switch (state.phase) {
    case "admitting":
      return phases.admitting.advance(state, at, limits);
    case "creating":
      return phases.creating.advance(state, at, limits);
    case "scheduling":
      return phases.scheduling.advance(state, at, limits);
    case "starting":
      return phases.starting.advance(state, at, limits);
    case "running":
      return phases.running.advance(state, at, limits);
    case "stopping":
      return phases.stopping.advance(state, at, limits);
    case "inspecting":
      return phases.inspecting.advance(state, at, limits);
    case "cleaning":
      return phases.cleaning.advance(state, at, limits);
    case "settled":
      return state;
  }
}
