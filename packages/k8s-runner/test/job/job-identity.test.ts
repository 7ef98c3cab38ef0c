import { describe, expect, test } from "vitest";
import { identityOf, isSameRun, readIdentity } from "../../src/job/job-identity.ts";
import { aRun, building, jobOf } from "./support/a-run.ts";
import { sha256 } from "./support/sha256.ts";

describe("the identity of a Job of the cluster", () => {
  test("is read as it was given, whatever the labels could not hold", () => {
    const spec = aRun({
      runId: "Lauf №1 / ü",
      agent: "Prüfer (EU)",
      session: " s ",
      attempt: 12,
      prompt: "x",
    });
    expect(readIdentity(jobOf(spec))).toEqual(identityOf(spec, building.nonce, sha256));
  });

  test.each<readonly [string, unknown]>([
    ["nothing", null],
    ["no object", "Job"],
    ["an object of nothing", {}],
    ["somebody else's Job", { metadata: { name: "j", annotations: { a: "b" } } }],
  ])("is not found in %s", (_, job) => {
    expect(readIdentity(job)).toBeNull();
  });

  test("is not believed when the attempt is no number", () => {
    expect(readIdentity(annotated({ "runverdict.dev/attempt": "1e3" }))).toBeNull();
  });

  test("is not believed when it is longer than any that we wrote, or of a hash that is none", () => {
    expect(readIdentity(annotated({ "runverdict.dev/run-id": "x".repeat(513) }))).toBeNull();
    expect(readIdentity(annotated({ "runverdict.dev/spec-hash": "x" }))).toBeNull();
  });

  test("is not believed when its Secret is another's", () => {
    expect(readIdentity(annotated({ "runverdict.dev/secret": "database-password" }))).toBeNull();
    expect(readIdentity(annotated({}))?.secretName).toMatch(/-n0nce123$/);
  });
});

describe("a Job that holds the name", () => {
  const wanted = identityOf(aRun(), building.nonce, sha256);

  test("is the run's own, though another process drew its nonce", () => {
    expect(isSameRun(identityOf(aRun(), "another1", sha256), wanted)).toBe(true);
  });

  test.each([
    ["of another run", aRun({ runId: "other" })],
    ["of another attempt", aRun({ attempt: 2 })],
    ["that does other work", aRun({ args: ["--other"] })],
  ])("is another's when it is one %s", (_, other) => {
    expect(isSameRun(identityOf(other, building.nonce, sha256), wanted)).toBe(false);
  });

  test("is another's when nobody signed it", () => {
    expect(isSameRun(null, wanted)).toBe(false);
  });
});

function annotated(differs: Readonly<Record<string, string>>): unknown {
  const { metadata, ...job } = jobOf(aRun({ prompt: "x" }));
  return { ...job, metadata: { ...metadata, annotations: { ...metadata.annotations, ...differs } } };
}
