/**
 * Arbitraries of fast-check for evidence of runs, for tests of the classifier and of everything that gathers evidence
 * or acts on verdicts. `evidence` knows no bounds but the types; `plausibleEvidence` lives runs in a small world, and
 * knows what truly happened.
 *
 * @module
 */
export { eventFacts } from "./arbitraries/event-facts.ts";
export { evidence } from "./arbitraries/evidence.ts";
export { ABSURD_INSTANTS, anyInstant, plausibleInstant } from "./arbitraries/instants.ts";
export { jobFacts } from "./arbitraries/job-facts.ts";
export { lookup } from "./arbitraries/lookup.ts";
export { containerFacts, type FactsOptions, podFacts, terminatedState } from "./arbitraries/pod-facts.ts";
export { capturedStream, resultFacts, streamFacts } from "./arbitraries/stream-facts.ts";
export { createAnswer, intents, testimony } from "./arbitraries/testimony.ts";
export type { Names } from "./arbitraries/world/plan.ts";
export {
  FATES,
  type PlausibleEvidence,
  plausibleEvidence,
  type PlausibleOptions,
  type PlausibleTruth,
} from "./arbitraries/world/plausible-evidence.ts";
