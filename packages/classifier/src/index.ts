export { ADMISSION, type AdmissionReason } from "./admission.ts";
export { ADVICE } from "./advice-table.ts";
export { advise, DEFAULT_POLICY, type Advisable, type RetryPolicy } from "./advise.ts";
export { classify } from "./classify.ts";
export { CODES, type Code } from "./codes.ts";
export type { CodeEntry } from "./codes/entry.ts";
export {
  lastKnown,
  noEvidence,
  type CreateAnswer,
  type Evidence,
  type Intent,
  type LogTestimony,
  type Lookup,
  type ProcessExit,
  type RunTestimony,
} from "./evidence.ts";
export type { EventFact } from "./event-facts.ts";
export type { JobFacts } from "./job-facts.ts";
export type {
  ConditionFact,
  ContainerFacts,
  ContainerState,
  PodFacts,
  TerminatedState,
} from "./pod-facts.ts";
export { printable, quotable } from "./quote.ts";
export type { Finding, Judgement, Rule, Tier } from "./rule.ts";
export { RULES, TIERS } from "./rules/index.ts";
export type {
  Attribution,
  Claim,
  Competing,
  Confidence,
  Family,
  Flag,
  Outcome,
  PassedOver,
  Progress,
  RetryAction,
  RetryAdvice,
  SessionAction,
  Source,
  Usage,
  Verdict,
} from "./verdict.ts";
export { CLASSIFIER_VERSION } from "./version.ts";
