import fc from "fast-check";
import type { JobFacts } from "../job-facts.ts";
import { anyInstant } from "./instants.ts";
import * as words from "./kubernetes-words.ts";
import { conditionFact, type FactsOptions } from "./pod-facts.ts";
import { orNull, seldom, wordOf } from "./texts.ts";

/** Any Job that the types allow, contradictory conditions and counters included. */
export function jobFacts({ instant = anyInstant() }: FactsOptions = {}): fc.Arbitrary<JobFacts> {
  const { JOB_CONDITIONS, JOB_REASONS, JOB_MESSAGES } = words;
  return fc.record({
    name: orNull(wordOf(words.NAMES)),
    namespace: orNull(wordOf(["agents", "default"])),
    uid: fc.constantFrom("job-uid", "job-uid", "job-uid", "other-job-uid", null),
    createdAt: orNull(instant),
    startedAt: orNull(instant),
    deletionRequestedAt: seldom(instant),
    suspended: fc.constantFrom(false, false, false, true),
    conditions: fc.oneof(
      fc.constant([]),
      fc.array(conditionFact(JOB_CONDITIONS, JOB_REASONS, JOB_MESSAGES, instant), { maxLength: 3 }),
    ),
    podsCounted: fc.constantFrom(0, 1, 1, 3),
  });
}
