import { machine, type Step } from "./machine.ts";
import { phases } from "./phases.ts";

/**
 * One step of a run's life: what is to be remembered after the event, and what is to be done. It neither waits nor looks
 * at a clock. Store the state, then do the effects in their order, then hand in what comes of them; and hand in
 * `clock-ticked` when the instant of `wakeAt` is reached.
 */
export const step: Step = machine(phases);
