import { expect, test } from "vitest";
import { statusWords } from "../../src/run/status-words.ts";

const where = { job: "x", pod: "x-1", node: null } as const;

test.each([
  [
    "scheduling",
    "Unschedulable: 0/3 nodes are available",
    null,
    "Waiting for a node (Unschedulable: 0/3 nodes are available)",
  ],
  [
    "starting",
    "ImagePullBackOff: not found",
    "node-7",
    "Starting the pod on node-7 (ImagePullBackOff: not found)",
  ],
  ["stopping", "its end", "node-7", "Stopping the agent (its end)"],
] as const)("in the phase %s, %s is said as what is waited for", (phase, waitingFor, node, words) => {
  expect(statusWords({ ...where, phase, waitingFor, node })).toBe(words);
});

test("an agent that works shows that itself", () => {
  expect(statusWords({ ...where, phase: "running", waitingFor: null })).toBeNull();
});
