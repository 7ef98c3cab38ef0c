import { expect, test } from "vitest";
import { step } from "../../src/lifecycle/step.ts";
import { live } from "./world/life.ts";
import type { Plan } from "./world/plan.ts";
import { broken } from "./world/promises.ts";

/** Worlds in which the machine was wrong once, as small as they came out of the properties that found them. */

const calm: Plan = {
  seed: 0,
  limits: { lingerMs: 1000, drainMs: 2000, stopGraceMs: 1000 },
  creates: ["created"],
  guardFailures: 0,
  schedulingMs: 1,
  startingMs: 1,
  workMs: 1,
  exitCode: 0,
  outputEveryMs: 500,
  finalWordMs: null,
  sidecar: false,
  lagMs: 0,
  lostNews: [],
  outages: [],
  cuts: [],
  foreign: null,
  cancelAt: null,
  detachAt: null,
  crashes: [],
  rumours: [],
  stubborn: false,
  rest: { pieces: 0, everyMs: 1000 },
  lostDeletions: 0,
};

const worlds: Readonly<Record<string, Partial<Plan>>> = {
  "the watch lost that the Job was deleted, before its pod had started; a pod was waited for for ever": {
    startingMs: 600,
    workMs: null,
    lostNews: [false, false, true],
    foreign: { at: 61, what: "job" },
  },
  "a cancel during an outage, and the agent had ended unseen": { cancelAt: 30, outages: [[61, 17_010]] },
  "the same, and it was seen to have ended while it was asked to stop": {
    cancelAt: 30,
    outages: [[61, 14_979]],
  },
  "the schedule limit fired, and the agent started while the evidence was gathered": {
    limits: { ...calm.limits, scheduleMs: 1000 },
    schedulingMs: 1084,
    startingMs: 13,
    workMs: 100_000,
  },
  "the rest of a log was asked for late in the drain, and was given only what was left of it": {
    cancelAt: 30,
    rest: { pieces: 1, everyMs: 40_000 },
  },
  "the silence of a process that had died counted as the silence of the rest": {
    finalWordMs: 1,
    crashes: [143],
    rest: { pieces: 5, everyMs: 4000 },
  },
};

test.each(Object.entries(worlds))("%s", (_name, world) => {
  const life = live({ ...calm, ...world }, step);
  expect(broken(life, step)).toEqual([]);
  expect(life.last.phase).toBe("settled");
});
