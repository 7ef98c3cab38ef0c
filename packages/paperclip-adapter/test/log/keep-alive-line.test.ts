import type { RunStatus } from "@runverdict/k8s-runner";
import { expect, test } from "vitest";
import { keepAliveLine } from "../../src/log/keep-alive-line.ts";

function status(differs: Partial<RunStatus>): RunStatus {
  return { phase: "running", waitingFor: null, job: "job-1", pod: "pod-1", node: "node-a", ...differs };
}

test("a run that waits says for what, in the cluster's words", () => {
  const waiting = status({
    phase: "scheduling",
    waitingFor: "Unschedulable: 0/3 nodes are available",
    node: null,
  });
  expect(keepAliveLine(waiting, 45_000)).toBe(
    "Waiting for a node: Unschedulable: 0/3 nodes are available (for 45 s)",
  );
  const pulling = status({ phase: "starting", waitingFor: "ImagePullBackOff: not found" });
  expect(keepAliveLine(pulling, 300_000)).toBe(
    "Starting the pod on node-a: ImagePullBackOff: not found (for 5 min)",
  );
});

test("what has only just begun is not said to last", () => {
  const gathering = status({ phase: "inspecting", waitingFor: "the Events" });
  expect(keepAliveLine(gathering, 400)).toBe("Gathering the evidence: the Events");
  expect(keepAliveLine(status({ phase: "cleaning" }), 0)).toBe("Cleaning up");
});

test("an agent that is silent is so in a tool, or for no reason that can be seen", () => {
  const call = { number: 7, words: "Bash: pnpm install" };
  expect(keepAliveLine(status({}), 720_000, call)).toBe(
    "The agent is running on node-a and silent for 12 min in call 7, Bash: pnpm install",
  );
  expect(keepAliveLine(status({ node: null }), 60_000)).toBe("The agent is running and silent for 60 s");
});

test("a run that ends says how far its end is", () => {
  expect(keepAliveLine(status({ phase: "cleaning" }), 3000)).toBe("Cleaning up (for 3 s)");
  expect(keepAliveLine(status({ phase: "inspecting", waitingFor: "the rest of the log" }), 3000)).toBe(
    "Gathering the evidence: the rest of the log (for 3 s)",
  );
});
