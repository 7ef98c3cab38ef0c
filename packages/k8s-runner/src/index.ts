export { buildJob } from "./job/build-job.ts";
export type { BuiltJob, JobBuilding } from "./job/build-job.ts";
export { buildSecret } from "./job/build-secret.ts";
export type { LiveJob } from "./job/build-secret.ts";
export { inheritedEnv } from "./job/env-vars.ts";
export {
  AGENT_LABEL,
  ATTEMPT_LABEL,
  isSameRun,
  MANAGED_BY,
  readIdentity,
  RUN_LABEL,
} from "./job/job-identity.ts";
export type { JobIdentity } from "./job/job-identity.ts";
export type { Job, Secret } from "./job/manifest.ts";
export type { Problem, Warning } from "./job/problem.ts";
export {
  AGENT_CONTAINER,
  DATA_VOLUME,
  INPUTS_PATH,
  PROMPT_PATH,
  SPOOL_PATH,
  WRAPPER_PATH,
} from "./job/reserved.ts";
export { plainCompanion, plainRun } from "./job/run-spec.ts";
export type * from "./job/run-spec.ts";
export type { Sha256 } from "./job/sha256.ts";
export { readTerminationMessage } from "./wrapper/termination-message.ts";
export type { AgentEnding, StreamTotals, TerminationMessage } from "./wrapper/termination-message.ts";
export { terminationMessageLimit, wrapperConfig } from "./wrapper/wrapper-config.ts";
export type { FinalWord, WrapperConfig } from "./wrapper/wrapper-config.ts";
export { wrapperCommand, wrapperFiles } from "./wrapper/wrapper-files.ts";
