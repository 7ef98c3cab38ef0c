import { expect, test } from "vitest";
import { limitsFrom } from "../../src/lifecycle/limits.ts";
import { restore } from "../../src/lifecycle/restore.ts";
import type { LifecycleState } from "../../src/lifecycle/state.ts";
import { step } from "../../src/lifecycle/step.ts";
import { jobOf, jobUid, podOf, podUid } from "./world/objects.ts";

const running = podOf({ kind: "running", startedAt: 0 });
const job = { kind: "present", uid: jobUid, resourceVersion: "1", facts: jobOf() };
const pod = { kind: "present", uid: podUid, resourceVersion: "1", facts: running };
const none = { kind: "none", ask: 1 };

const known = { seed: 1, asks: 9, connections: 0, create: null, jobOverAsk: null, intents: [], log: null };
const finished = { kind: "finished" };
const stop = { cause: { kind: "drain" }, afterFinalWord: true, askedAt: 1 };
const waiting = { enteredAt: 0, deadlineAt: null, quietAt: 1e9, overdue: null };
const due = { kind: "due", at: 0, attempt: 0 };

/** A state that no run comes through, and that a stranger may have written. */
function odd(state: object): LifecycleState {
  const restored = restore({ ...known, job, pod, ...state });
  if (restored.kind === "refused") throw new Error(restored.why);
  return restored.state;
}

test.each([
  [
    "an agent is stopped outside of stopping",
    { phase: "scheduling", ...waiting, pod: none, errands: { "stop-agent": due } },
  ],
  [
    "a pod is stopped that is not there",
    {
      phase: "stopping",
      following: finished,
      stop,
      step: "asking",
      byAt: 1e9,
      pod: none,
      errands: { "stop-agent": due },
    },
  ],
  [
    "an intent is recorded that there is none of",
    {
      phase: "stopping",
      following: finished,
      stop,
      step: "recording",
      byAt: 1e9,
      errands: { "record-intent": due },
    },
  ],
  [
    "a Job is deleted before the evidence is sealed",
    { phase: "scheduling", ...waiting, pod: none, errands: { "delete-job": due } },
  ],
  [
    "a pod is deleted before the evidence is sealed",
    { phase: "scheduling", ...waiting, pod: none, errands: { "delete-pod": due } },
  ],
  [
    "the rest of a log is read of a pod that is not there",
    { phase: "scheduling", ...waiting, pod: none, errands: { "read-log-rest": due } },
  ],
])("it is not asked that %s, whatever was stored", (_what, state) => {
  const turn = step(odd(state), { kind: "clock-ticked", at: 10 }, limitsFrom());
  expect(turn.effects).toEqual([]);
  expect(turn.state.errands).toEqual({});
});

test("what is sealed before it was gathered has no reads to stand on", () => {
  const state = odd({ phase: "scheduling", ...waiting, pod: none, errands: { "seal-forensics": due } });
  const [effect] = step(state, { kind: "clock-ticked", at: 10 }, limitsFrom()).effects;
  expect(effect).toMatchObject({ kind: "seal-forensics", facts: { job: { kind: "unavailable" } } });
});
