import { expect, test } from "vitest";
import { wayFor, type Applicant, type HeldJob } from "../../src/run/concurrency.ts";

const applicant: Applicant = {
  runId: "run-2",
  task: "issue-42",
  session: null,
  jobName: "ac-issue-42",
  concurrency: "session",
  reattach: true,
};

const held: HeldJob = {
  name: "ac-issue-42",
  uid: "1",
  resourceVersion: "7",
  createdAt: 1000,
  runId: "run-1",
  followedBy: "run-1",
  task: "issue-42",
  session: null,
  isOurs: true,
  isOver: false,
  isBeingDeleted: false,
  follower: null,
};

test("With nothing there a run begins.", () => {
  expect(wayFor(applicant, [])).toEqual({ kind: "begin" });
});

test("A Job of the very same run is no rival: whoever creates it again adopts it.", () => {
  expect(wayFor(applicant, [{ ...held, runId: "run-2" }])).toEqual({ kind: "begin" });
});

test("What an earlier run of the same session left alive is taken up.", () => {
  expect(wayFor(applicant, [held])).toEqual({ kind: "take-up", job: held });
});

test("A Job that another run of this process sees through was not left alive, and nobody else takes it up.", () => {
  expect(wayFor(applicant, [{ ...held, follower: { kind: "this-process" } }])).toEqual({
    kind: "blocked",
    reason: "concurrent_run_blocked",
    message: "Job ac-issue-42 of run run-1 is still running",
  });
});

test("A Job that another process of Paperclip's sees through is left to it, until its hold on the run is not renewed.", () => {
  const heldUntil = Date.UTC(2026, 10, 21, 19, 13, 2);
  const follower = { kind: "another-process", heldUntil } as const;
  const way = wayFor(applicant, [{ ...held, follower }]);
  expect(way).toMatchObject({ reason: "concurrent_run_blocked", notBefore: heldUntil + 5000 });
  expect(way).toMatchObject({
    message: expect.stringMatching(
      /another process .* ends at 2026-11-21T19:13:02\.000Z, and whoever comes next goes on with the Job$/,
    ),
  });
});

test("Where the host tells of no hold, nobody knows when the Job may be gone on with.", () => {
  const follower = { kind: "another-process", heldUntil: null } as const;
  const way = wayFor(applicant, [{ ...held, follower }]);
  expect(way).toMatchObject({ message: expect.stringContaining("ends when Paperclip finds it lost") });
  expect(way).not.toHaveProperty("notBefore");
});

test("A Job that is over is left to the run that sees it through, and waited for.", () => {
  const ending: HeldJob = { ...held, isOver: true, follower: { kind: "this-process" } };
  expect(wayFor(applicant, [ending])).toEqual({ kind: "await-deletion", job: ending });
});

test("What an earlier run left behind when it ended is cleaned up first.", () => {
  const over = { ...held, isOver: true };
  expect(wayFor(applicant, [over])).toEqual({ kind: "tidy-up", job: over });
});

test("A Job that is being deleted still runs, and is waited for.", () => {
  const going = { ...held, isBeingDeleted: true };
  expect(wayFor(applicant, [going])).toEqual({ kind: "await-deletion", job: going });
});

test("Another session of the agent is no rival, unless one Job for each agent was asked for.", () => {
  const other = { ...held, name: "ac-issue-7", task: "issue-7" };
  expect(wayFor(applicant, [other])).toEqual({ kind: "begin" });
  expect(wayFor({ ...applicant, concurrency: "agent" }, [other])).toMatchObject({
    kind: "blocked",
    reason: "concurrent_run_blocked",
    message: "Job ac-issue-7 of run run-1 is still running for another task",
  });
});

const one = { ...applicant, concurrency: "agent" } as const;

test.each([
  [one, { task: null }, "orphan_task_unknown", "Job ac-issue-42 of run run-1 has unknown task context"],
  [
    { ...one, task: null },
    {},
    "orphan_task_unknown",
    "Job ac-issue-42 of run run-1 has unknown task context",
  ],
  [
    { ...applicant, session: "s-2" },
    { session: "s-1" },
    "orphan_session_mismatch",
    "Job ac-issue-42 of run run-1 has a mismatched session",
  ],
  [
    { ...applicant, reattach: false },
    {},
    "concurrent_run_blocked",
    "Job ac-issue-42 of run run-1 is still running, and reattaching is switched off",
  ],
  [
    applicant,
    { isOurs: false, name: "ac-reviewer-run-1-a3f2c1" },
    "concurrent_run_blocked",
    "Job ac-reviewer-run-1-a3f2c1 of run run-1 is still running, and this adapter did not make it",
  ],
  [
    applicant,
    { isOurs: false, isOver: true },
    "name_conflict",
    "Job ac-issue-42 of run run-1 has the name of this run's Job, and this adapter did not make it",
  ],
] as const)("What the original refused is refused in its words: %#", (who, differs, reason, message) => {
  expect(wayFor(who, [{ ...held, ...differs }])).toEqual({ kind: "blocked", reason, message });
});

test("The original's Job of the same task blocks as long as it lives, and is left to itself when it is over.", () => {
  const original = { ...held, name: "ac-reviewer-run-1-a3f2c1", isOurs: false };
  expect(wayFor(applicant, [original])).toMatchObject({ kind: "blocked" });
  expect(wayFor(applicant, [{ ...original, isOver: true }])).toEqual({ kind: "begin" });
});
