import type { Evidence } from "@runverdict/classifier";
import { evidence, plausibleEvidence } from "@runverdict/classifier/arbitraries";
import fc from "fast-check";

/** Evidence of any kind: what the types allow, and what a run of the small world leaves behind. */
export function anyRun(): fc.Arbitrary<Evidence> {
  return fc.oneof(evidence(), plausibleRun());
}

export function plausibleRun(): fc.Arbitrary<Evidence> {
  return plausibleEvidence().map((run) => run.evidence);
}

/** More or fewer runs than usual; `RUNVERDICT_RUNS` widens them all. */
export function times(factor: number): { readonly numRuns: number } {
  return { numRuns: Math.ceil((fc.readConfigureGlobal().numRuns ?? 100) * factor) };
}
