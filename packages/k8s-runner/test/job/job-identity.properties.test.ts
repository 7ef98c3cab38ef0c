import fc from "fast-check";
import { expect, test } from "vitest";
import { buildJob } from "../../src/job/build-job.ts";
import { readIdentity } from "../../src/job/job-identity.ts";
import { building } from "./support/a-run.ts";
import { anyRun } from "./support/any-run.ts";
import { reached } from "../../../../test/support/reached.ts";

test("for all runs that are accepted, their Job tells who they are, word for word", () => {
  const seen = reached("a session", "letters that no label has");
  fc.assert(
    fc.property(anyRun(), (run) => {
      const built = buildJob(run, building);
      if (built.kind === "refused") return;
      const identity = readIdentity(JSON.parse(JSON.stringify(built.job)));
      seen.when("a session", run.session !== null);
      seen.when("letters that no label has", !/^[A-Za-z0-9_.-]*$/.test(run.runId));
      expect(identity).toEqual(built.identity);
      expect(identity).toMatchObject({
        runId: run.runId,
        attempt: run.attempt,
        agent: run.agent,
        session: run.session,
      });
    }),
  );
  seen.expectAll();
});

test("for all objects that we did not make, there is no identity and no complaint", () => {
  const seen = reached("a Job-like object", "something else");
  const object = fc.oneof(
    fc.jsonValue(),
    fc.record({ metadata: fc.record({ name: fc.jsonValue(), annotations: fc.jsonValue() }) }),
  );
  fc.assert(
    fc.property(object, (job) => {
      const isJobLike = typeof job === "object" && job !== null && "metadata" in job;
      seen.when("a Job-like object", isJobLike);
      seen.when("something else", !isJobLike);
      expect(readIdentity(job)).toBeNull();
    }),
  );
  seen.expectAll();
});
