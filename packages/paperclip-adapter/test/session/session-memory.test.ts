import { expect, test } from "vitest";
import type { HostRuntime } from "../../src/host/execution-context.ts";
import { createSessionMemory } from "../../src/session/session-memory.ts";

const id = "0b6d3c1e-9d2f-4a70-8a55-3c1c2b7f0a11";
const totals = {
  inputTokens: 7,
  outputTokens: 1,
  cacheReadTokens: 0,
  cacheCreationTokens: 0,
  costUsd: 0.01,
};
const kept = { sessionId: id, cwd: "/paperclip/w", mcpServerIdentity: "m", model: null, totals };

function told(sessionParams: HostRuntime["sessionParams"], sessionId: string | null = null): HostRuntime {
  return { sessionId, sessionParams, sessionDisplayId: sessionId, taskKey: "task" };
}

test("of a session of which the host passes on the id alone, the rest is remembered", () => {
  const memory = createSessionMemory();
  memory.remember(kept);
  expect(memory.complete(told({ sessionId: id }, id))).toEqual(told(kept, id));
  expect(memory.complete(told(null, id)).sessionParams).toEqual(kept);
});

test("what the host does tell stands, for another process may have told it that", () => {
  const memory = createSessionMemory();
  memory.remember(kept);
  const runtime = told({ sessionId: id, cwd: "/paperclip/other" }, id);
  expect(memory.complete(runtime)).toBe(runtime);
});

test("of another session, or where there is none, nothing is remembered", () => {
  const memory = createSessionMemory();
  memory.remember(kept);
  memory.remember({ cwd: "/of/no/session" });
  memory.remember(null);
  for (const runtime of [told({ sessionId: "another" }), told(null), told({ cwd: "/of/no/session" })])
    expect(memory.complete(runtime)).toBe(runtime);
});

test("the last word of a session is the one that is remembered", () => {
  const memory = createSessionMemory();
  memory.remember(kept);
  memory.remember({ ...kept, cwd: "/paperclip/moved" });
  expect(memory.complete(told(null, id)).sessionParams).toMatchObject({ cwd: "/paperclip/moved" });
});

test("a host that runs for years keeps the sessions of late, and forgets the oldest", () => {
  const memory = createSessionMemory(2);
  for (const session of ["a", "b", "a", "c"]) memory.remember({ sessionId: session, cwd: "/w" });
  const known = ["a", "b", "c"].map((session) => memory.complete(told(null, session)).sessionParams !== null);
  expect(known).toEqual([true, false, true]);
});
