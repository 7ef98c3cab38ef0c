import type { JobFacts } from "../job-facts.ts";
import type { ConditionFact } from "../pod-facts.ts";
import type { Sighted } from "./sight.ts";

const terminal = new Set(["Failed", "FailureTarget", "Complete", "SuccessCriteriaMet"]);

/** The conditions that say that the Job is over, or is about to be (`FailureTarget` comes first). */
export function terminalConditions(job: Sighted<JobFacts> | null): readonly Sighted<ConditionFact>[] {
  if (job === null) return [];
  return job.value.conditions
    .map((value, index) => ({ value, path: `${job.path}.conditions.${index}` }))
    .filter(({ value }) => value.status === "True" && terminal.has(value.type));
}

/** The condition by which the Job failed for a given reason, such as `DeadlineExceeded`. */
export function failedFor(job: Sighted<JobFacts> | null, reason: string): Sighted<ConditionFact> | null {
  return terminalConditions(job).find(({ value }) => value.reason === reason) ?? null;
}
