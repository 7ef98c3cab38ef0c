import { expect, test } from "vitest";
import type { WireFault } from "../../src/simulator/faults/fault-plan.ts";
import { lines, onStage } from "./support/stage.ts";

test.each<readonly [string, WireFault]>([
  ["the end of the log", { on: "get pods/log", nth: 1, kind: "cut", afterBytes: 20, how: "stall" }],
  ["the rest of the log", { on: "get pods/log", nth: 2, kind: "delay", ms: 4000 }],
  ["the pod's last status", { on: "get pods", nth: 2, kind: "delay", ms: 4000 }],
  ["the Events", { on: "list events", nth: 1, kind: "delay", ms: 4000 }],
  ["the Job is being deleted", { on: "delete jobs", nth: 1, kind: "delay", ms: 4000 }],
])("What is still to come of the evidence is named: %s.", async (words, fault) => {
  await onStage({ script: lines(3), faults: { wire: [fault], happenings: [] } }, async ({ when, run }) => {
    const handle = run();
    await when(() => handle.state().waitingFor === words);
    await when(() => handle.state().phase === "settled");
    expect(handle.state().waitingFor).toBeNull();
  });
});
