import type { JobFacts } from "../job-facts.ts";
import { identity, isKind, readConditions } from "./read-pod.ts";
import { read } from "./reader.ts";

/** The facts of a `Job` object as the API server sends it; null when it is no Job. */
export function readJob(object: unknown): JobFacts | null {
  const job = read(object);
  if (!isKind(job, "Job")) return null;
  const status = job.get("status");
  const uncounted = status.get("uncountedTerminatedPods");
  const counters = ["active", "succeeded", "failed", "terminating"].map(
    (name) => status.get(name).number() ?? 0,
  );
  return {
    ...identity(job),
    startedAt: status.get("startTime").at(),
    suspended: job.get("spec", "suspend").isTrue(),
    conditions: readConditions(job),
    podsCounted:
      counters.reduce((sum, count) => sum + count, 0) +
      uncounted.get("succeeded").list().length +
      uncounted.get("failed").list().length,
  };
}
