import { expect, test } from "vitest";
import { foreignJob, jobs, testCluster } from "../support/cluster.ts";
import { inProcess } from "../support/in-process.ts";

test("what can't be attached to is told with what can be done", async () => {
  const cluster = await testCluster({ script: () => ({ steps: [] }) });
  await cluster.post(jobs, foreignJob("nightly"));
  const where = ["--kubeconfig", cluster.kubeconfig];
  const gone = await inProcess(["attach", ...where, "gone"]);
  expect(gone.stderr).toContain('There is no Job "gone" in the namespace agents');
  const foreign = await inProcess(["attach", ...where, "nightly"]);
  expect(foreign.stderr).toContain(
    '"nightly" was not made by runverdict; `runverdict diagnose job/nightly` explains it.',
  );
  expect([gone.status, foreign.status]).toEqual([2, 2]);
});
