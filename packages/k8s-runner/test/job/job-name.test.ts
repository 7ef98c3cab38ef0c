import { describe, expect, test } from "vitest";
import { jobName, slug } from "../../src/job/job-name.ts";
import { sha256 } from "./support/sha256.ts";

const named = (runId: string, attempt = 1): string =>
  jobName({ namePrefix: "agent", runId, attempt, lock: null }, sha256);

describe("the name of a Job", () => {
  test("tells the run to whoever reads it, and is told from others by its hash", () => {
    expect(named("Nightly review #12")).toMatch(/^agent-nightly-review-1-[0-9a-f]{16}-a1$/);
    expect(named("Nightly review #13")).toMatch(/^agent-nightly-review-1-[0-9a-f]{16}-a1$/);
    expect(named("Nightly review #12")).not.toBe(named("Nightly review #13"));
  });

  test("is another for another attempt, and but for that the same", () => {
    expect(named("r", 2)).toBe(named("r", 1).replace(/a1$/, "a2"));
  });

  test("does without the letters of a run id that has none for it", () => {
    expect(named("运行")).toMatch(/^agent-[0-9a-f]{16}-a1$/);
  });

  test("is one for all runs and attempts that share a lock, and another for another lock", () => {
    const locked = (lock: string, runId: string, attempt = 1): string =>
      jobName({ namePrefix: "agent", runId, attempt, lock }, sha256);
    expect(locked("agent-7/issue-42", "first", 1)).toMatch(/^agent-agent-7-issue-42-[0-9a-f]{16}$/);
    expect(locked("agent-7/issue-42", "second", 2)).toBe(locked("agent-7/issue-42", "first", 1));
    expect(locked("agent-7/issue-43", "first")).not.toBe(locked("agent-7/issue-42", "first"));
    expect(locked("運行", "first")).not.toBe(named("運行"));
  });

  test("is the same in every version, or two processes would start one run twice", () => {
    expect(named("run-7f3a")).toBe("agent-run-7f3a-7e954fe60fcc7453-a1");
  });
});

test.each([
  ["Über-Prüfung", 30, "uber-prufung"],
  ["--a--b--", 30, "a-b"],
  ["abc-def", 4, "abc"],
  ["_x", 30, "x"],
  ["!!!", 30, ""],
])("the slug of %j in %i characters is %j", (text, length, expected) => {
  expect(slug(text, length)).toBe(expected);
});
