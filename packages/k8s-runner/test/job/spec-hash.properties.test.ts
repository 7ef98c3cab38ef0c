import fc from "fast-check";
import { expect, test } from "vitest";
import type { RunSpec } from "../../src/job/run-spec.ts";
import { specHash } from "../../src/job/spec-hash.ts";
import { aWrapper } from "./support/a-run.ts";
import { anyRun } from "./support/any-run.ts";
import { reached } from "../../../../test/support/reached.ts";
import { sha256 } from "./support/sha256.ts";
import { times } from "./support/times.ts";

test("for all runs, the order of keys does not matter", () => {
  const seen = reached("another order");
  fc.assert(
    fc.property(anyRun(), (run) => {
      const turned = reversed(run);
      seen.when("another order", JSON.stringify(turned) !== JSON.stringify(run));
      expect(specHash(turned as RunSpec, sha256)).toBe(specHash(run, sha256));
    }),
  );
  seen.expectAll();
});

const work: readonly ((run: RunSpec) => Partial<RunSpec>)[] = [
  ({ runId }) => ({ runId: `${runId}x` }),
  ({ attempt }) => ({ attempt: attempt + 1 }),
  ({ agent }) => ({ agent: `${agent}x` }),
  ({ session }) => ({ session: session === null ? "x" : null }),
  ({ image }) => ({ image: `${image}x` }),
  ({ command }) => ({ command: [...command, ""] }),
  ({ args }) => ({ args: ["", ...args] }),
  ({ prompt }) => ({ prompt: `${prompt ?? ""}x` }),
  ({ env }) => ({ env: [...env, { kind: "value", name: "Z", value: "" }] }),
  ({ files }) => ({ files: [...files, { path: "z", text: "", sensitive: false }] }),
  ({ wrapper }) => ({ wrapper: wrapper === null ? aWrapper() : null }),
  () => ({ data: { kind: "claim", path: "/work", claimName: "another", subPath: null } }),
  ({ user }) => ({ user: { ...user, uid: user.uid + 1 } }),
  () => ({ podTemplate: { spec: { runtimeClassName: "other" } } }),
];

const keeping: readonly ((run: RunSpec) => Partial<RunSpec>)[] = [
  () => ({ resources: { limits: { memory: "64Gi" } } }),
  () => ({ graceMs: 5000 }),
  () => ({ deadline: { podMs: 1, backstopMs: 1 } }),
  ({ ttlMs }) => ({ ttlMs: (ttlMs ?? 0) + 1 }),
  () => ({ labels: { z: "1" }, annotations: { z: "1" } }),
  () => ({ nodeSelector: { z: "1" }, tolerations: [{ operator: "Exists" }] }),
  () => ({ imagePullPolicy: "Always", imagePullSecrets: ["z"] }),
  ({ env }) => ({
    env: env.map((one) => (one.kind === "secret" ? { ...one, value: `${one.value}x` } : one)),
  }),
  ({ files }) => ({ files: files.map((one) => (one.sensitive ? { ...one, text: `${one.text}x` } : one)) }),
];

test("for all runs, other work has another hash", () => {
  const seen = reached("the first change", "the last change");
  fc.assert(
    fc.property(anyRun(), fc.integer({ min: 0, max: work.length - 1 }), (run, place) => {
      seen.when("the first change", place === 0);
      seen.when("the last change", place === work.length - 1);
      expect(specHash({ ...run, ...work[place]?.(run) }, sha256)).not.toBe(specHash(run, sha256));
    }),
    times(2),
  );
  seen.expectAll();
});

test("for all runs, the same work that is kept otherwise has the same hash", () => {
  const seen = reached("a secret", "a sensitive file", "the first change");
  fc.assert(
    fc.property(anyRun(), fc.integer({ min: 0, max: keeping.length - 1 }), (run, place) => {
      seen.when("a secret", place === 7 && run.env.some(({ kind }) => kind === "secret"));
      seen.when("a sensitive file", place === 8 && run.files.length > 0);
      seen.when("the first change", place === 0);
      expect(specHash({ ...run, ...keeping[place]?.(run) }, sha256)).toBe(specHash(run, sha256));
    }),
    times(2),
  );
  seen.expectAll();
});

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, one]) => [key, reversed(one)]),
  );
}
