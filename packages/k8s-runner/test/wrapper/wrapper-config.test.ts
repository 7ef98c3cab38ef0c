import { classify } from "@runverdict/classifier";
import { noEvidence } from "@runverdict/classifier/kubernetes";
import { expect, test } from "vitest";
import { terminationMessageLimit, wrapperConfig } from "../../src/wrapper/wrapper-config.ts";
import type { WrapperConfig } from "../../src/wrapper/wrapper-config.ts";
import { podOf } from "../lifecycle/world/objects.ts";
import { nonce, startWrapped } from "./wrapped.ts";

test("a configuration has what is usual wherever nothing else is given", () => {
  const config = wrapperConfig({ nonce, spoolFolder: "/run/spool", stopGraceMs: 1 });
  expect(config).toMatchObject({ nonce, spoolFolder: "/run/spool", stopGraceMs: 1, heartbeatMs: 10_000 });
});

test("a nonce that frames can't carry is refused at once", () => {
  expect(() => wrapperConfig({ nonce: "Not a nonce", spoolFolder: "/run/spool" })).toThrow(TypeError);
});

test.each([
  [1, 4096],
  [3, 4096],
  [4, 3072],
  [12, 1024],
])("in a pod of %i containers a termination message has %i bytes", (containers, bytes) => {
  expect(terminationMessageLimit(containers)).toBe(bytes);
});

test("with so many containers that the facts would be cut there is no wrapping", () => {
  expect(() => terminationMessageLimit(13)).toThrow(/use fewer containers/);
});

const finalWord = { field: "type", final: ["result"], resumed: [], lingerMs: 1 };

test.each<[string, Partial<WrapperConfig> | { readonly colour: string }, string]>([
  [
    "a number out of its range",
    { heartbeatMs: -1 },
    "heartbeatMs must be a whole number from 10 to 2147483647",
  ],
  ["a number that is none", { drainMs: Number.NaN }, "drainMs must be a whole number from 0 to 2147483647"],
  ["an empty path", { spoolFolder: "" }, "spoolFolder must be a text of 1 to 4096 characters without NUL"],
  ["a field that is not known", { colour: "red" }, 'the configuration has no field "colour"'],
  [
    "a field of a field",
    { finalWord: { ...finalWord, final: [""] } },
    "final must be a list of at most 64 texts of 1 to 4096 characters without NUL",
  ],
])("the wrapper starts no agent with %s, and says what to change", async (_, config, sentence) => {
  const run = await startWrapped(["echo", "started"], { config }).ended;
  expect(run.code).toBe(125);
  expect(run.said).toContain(sentence);
  expect(run.bytes.toString()).toBe("");
});

test("a spool that can't be opened starts no agent either, and the termination message says so", async () => {
  const run = await startWrapped(["echo", "started"], { config: { spoolFolder: "FOLDER/nowhere" } }).ended;
  expect(run.code).toBe(125);
  expect(run.message).toMatchObject({ phase: "done", ending: { kind: "wrapper-failed", code: 125 } });
  expect(run.said).toContain("ENOENT");
});

test("a wrapper that fails is not taken for its agent", async () => {
  const run = await startWrapped(["echo", "started"], { config: { spoolFolder: "FOLDER/nowhere" } }).ended;
  const at = { signal: null, startedAt: null, finishedAt: null };
  const state = {
    kind: "terminated",
    exitCode: run.code,
    reason: "Error",
    message: run.messageText,
    ...at,
  } as const;
  const agent = { name: "agent", state, lastTerminated: null, restarts: 0, memoryLimit: null };
  const value = { ...podOf({ kind: "exited", code: 125, finishedAt: null }), agent };
  expect(classify({ ...noEvidence, pod: { kind: "found", value } })).toMatchObject({
    code: "startup_failed",
    attribution: "runner",
    summary: expect.stringMatching(
      /^The in-pod wrapper failed before the agent wrote anything \(exit 125\): .*ENOENT/,
    ),
  });
});
