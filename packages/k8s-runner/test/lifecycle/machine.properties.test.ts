import fc from "fast-check";
import { expect, test } from "vitest";
import { reached } from "../../../../test/support/reached.ts";
import { machine, mostAdvances, type Step } from "../../src/lifecycle/machine.ts";
import type { PhaseHandler, PhaseHandlers } from "../../src/lifecycle/phase-handler.ts";
import { phases } from "../../src/lifecycle/phases.ts";
import type { LifecycleState } from "../../src/lifecycle/state.ts";
import { live } from "./world/life.ts";
import { plans } from "./world/plan.ts";

/** The machine, and how often a state advanced in the step that advanced it most. */
function counting(): { readonly step: Step; readonly most: () => number } {
  let [most, now] = [0, 0];
  function counted<S extends LifecycleState>(handler: PhaseHandler<S>): PhaseHandler<S> {
    return {
      ...handler,
      advance(state, at, limits) {
        const next = handler.advance(state, at, limits);
        now += next === state ? 0 : 1;
        most = Math.max(most, now);
        return next;
      },
    };
  }
  const handlers: PhaseHandlers = {
    admitting: counted(phases.admitting),
    creating: counted(phases.creating),
    scheduling: counted(phases.scheduling),
    starting: counted(phases.starting),
    running: counted(phases.running),
    stopping: counted(phases.stopping),
    inspecting: counted(phases.inspecting),
    cleaning: counted(phases.cleaning),
  };
  const step = machine(handlers);
  return {
    step(state, event, limits) {
      now = 0;
      return step(state, event, limits);
    },
    most: () => most,
  };
}

test("for all worlds, no state needs more than half of the advances that are allowed to come to rest", () => {
  const { when, expectAll } = reached("several phases at one instant");
  fc.assert(
    fc.property(plans, (plan) => {
      const { step, most } = counting();
      live(plan, step);
      when("several phases at one instant", most() > 1);
      expect(most()).toBeLessThanOrEqual(mostAdvances / 2);
    }),
  );
  expectAll();
});
