import type { ConditionFact } from "./pod-facts.ts";

/** What a `Job` object says that a verdict can rest on; see `PodFacts` for how strings and instants are kept. */
export interface JobFacts {
  readonly name: string | null;
  readonly namespace: string | null;
  readonly uid: string | null;
  readonly createdAt: number | null;
  readonly startedAt: number | null;
  readonly deletionRequestedAt: number | null;
  /** `spec.suspend`. */
  readonly suspended: boolean;
  readonly conditions: readonly ConditionFact[];
  /**
   * How many pods the Job has or had, by its counters. It is a lower bound: the counters of a suspended Job are reset.
   */
  readonly podsCounted: number;
}
