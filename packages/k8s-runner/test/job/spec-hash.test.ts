import { expect, test } from "vitest";
import { specHash } from "../../src/job/spec-hash.ts";
import { aRun, aWrapper } from "./support/a-run.ts";
import { sha256 } from "./support/sha256.ts";

test("the hash is the same in every version, or a Job of the last one would be another's", () => {
  expect(specHash(aRun({ prompt: "Review." }), sha256)).toBe(
    "b1f20e9328ddfd9ca7a73fe5b5803391e045ce2c1d2b54b0cb37e4851ae5b54f",
  );
});

test("a credential that was renewed between two processes does not make another run", () => {
  const run = (token: string) =>
    specHash(
      aRun({
        env: [{ kind: "secret", name: "TOKEN", value: token }],
        files: [{ path: "credentials.json", text: token, sensitive: true }],
      }),
      sha256,
    );
  expect(run("old")).toBe(run("new"));
});

test("a wrapper of a later version does not make another run, and none does", () => {
  const wrapped = (text: string) => specHash(aRun({ wrapper: aWrapper({ "w.cjs": text }) }), sha256);
  expect(wrapped("1")).toBe(wrapped("2"));
  expect(wrapped("1")).not.toBe(specHash(aRun(), sha256));
});

test("a field that says what is so anyway changes nothing", () => {
  expect(specHash(aRun({ session: null, files: [], rootFilesystem: "read-only" }), sha256)).toBe(
    specHash(aRun(), sha256),
  );
});
