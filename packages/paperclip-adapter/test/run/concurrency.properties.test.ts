import fc from "fast-check";
import { expect, test } from "vitest";
import { reached } from "../../../../test/support/reached.ts";
import { wayFor, type Applicant, type HeldJob } from "../../src/run/concurrency.ts";

const few = (prefix: string) => fc.constantFrom(`${prefix}-1`, `${prefix}-2`);
const maybe = (prefix: string) => fc.option(few(prefix), { nil: null });

const anyJob: fc.Arbitrary<HeldJob> = fc.record({
  name: few("job"),
  uid: fc.uuid(),
  resourceVersion: fc.constant("7"),
  createdAt: fc.option(fc.nat(10), { nil: null }),
  runId: maybe("run"),
  followedBy: maybe("run"),
  task: maybe("task"),
  session: maybe("session"),
  isOurs: fc.boolean(),
  isOver: fc.boolean(),
  isBeingDeleted: fc.boolean(),
  follower: fc.constantFrom<HeldJob["follower"][]>(
    null,
    { kind: "this-process" },
    { kind: "another-process", heldUntil: null },
    { kind: "another-process", heldUntil: 5000 },
  ),
});

const anyApplicant: fc.Arbitrary<Applicant> = fc.record({
  runId: few("run"),
  task: maybe("task"),
  session: maybe("session"),
  jobName: few("job"),
  concurrency: fc.constantFrom("session", "agent"),
  reattach: fc.boolean(),
});

const anyJobs = fc.uniqueArray(anyJob, { selector: ({ name }) => name, maxLength: 2 });

test("for all Jobs that are there, nothing begins beside one that may run for the same session, and nothing of a stranger's is touched", () => {
  const seen = reached("begin", "take-up", "tidy-up", "await-deletion", "blocked");
  fc.assert(
    fc.property(anyApplicant, anyJobs, (applicant, jobs) => {
      const way = wayFor(applicant, jobs);
      seen.when(way.kind, true);
      const isOwn = (job: HeldJob): boolean =>
        job.runId === applicant.runId && job.name === applicant.jobName;
      const inTheWay = jobs.filter(
        (job) =>
          !isOwn(job) &&
          (applicant.concurrency === "agent" ||
            job.name === applicant.jobName ||
            (job.task !== null && job.task === applicant.task)),
      );
      if (way.kind === "begin") {
        expect(inTheWay.filter(({ isOver }) => !isOver)).toEqual([]);
        expect(inTheWay.map(({ name }) => name)).not.toContain(applicant.jobName);
      }
      if (way.kind === "take-up") {
        expect(way.job).toMatchObject({
          isOurs: true,
          isOver: false,
          isBeingDeleted: false,
          follower: null,
        });
        expect(applicant.reattach).toBe(true);
      }
      if (way.kind === "tidy-up")
        expect(way.job).toMatchObject({ isOurs: true, isOver: true, follower: null });
      if (way.kind === "await-deletion")
        expect(way.job.isBeingDeleted || way.job.follower !== null).toBe(true);
    }),
    { numRuns: 1000 },
  );
  seen.expectAll();
});

test("for all Jobs that are there, the order in which the server lists them changes nothing", () => {
  const seen = reached("two Jobs");
  fc.assert(
    fc.property(anyApplicant, anyJobs, (applicant, jobs) => {
      seen.when("two Jobs", jobs.length === 2);
      expect(wayFor(applicant, jobs.toReversed())).toEqual(wayFor(applicant, jobs));
    }),
  );
  seen.expectAll();
});
