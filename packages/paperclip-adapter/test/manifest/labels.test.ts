import { expect, test } from "vitest";
import { metadataOf } from "../../src/manifest/labels.ts";
import type { Assignment } from "../../src/manifest/assignment.ts";

const assignment: Assignment = {
  agentId: "a-1",
  agentName: "Ada Lovelace",
  companyId: "c-1",
  runId: "r-1",
  taskKey: null,
  taskId: null,
  wakeReason: null,
  session: { kind: "fresh", why: null },
};

const nameOf = (agentName: string): string | undefined =>
  metadataOf({ ...assignment, agentName }, {}).annotations["paperclip.io/agent-name"];

test("an agent's name stands on its Job where it is a name", () => {
  expect(nameOf("Ada Lovelace")).toBe("Ada Lovelace");
  expect(nameOf("Zoë-2 (she)")).toBeUndefined();
  expect(nameOf("")).toBeUndefined();
});

test("an agent that is called like a secret does not keep its runs from being made", () => {
  for (const name of [
    "password=hunter2hunter2",
    "sk-ant-0123456789abcdefghij",
    "Bearer abcdef123456",
    "x\u0000y=z",
  ])
    expect(nameOf(name)).toBeUndefined();
});

test("what a run does not have has no label", () => {
  expect(Object.keys(metadataOf({ ...assignment, companyId: "///" }, {}).labels)).toEqual([
    "app.kubernetes.io/component",
    "paperclip.io/adapter-type",
    "paperclip.io/agent-id",
    "paperclip.io/run-id",
  ]);
});
