export type { Cluster } from "./cluster/cluster.ts";
export { connect } from "./cluster/connect.ts";
export { explainProblem } from "./cluster/connection-problem.ts";
export type { KubeconfigSource } from "./cluster/kubeconfig.ts";
export { annotateJob, listJobs, rehearseJob } from "./cluster/objects/jobs.ts";
export { getPod } from "./cluster/objects/pods.ts";
export type { Seen } from "./cluster/objects/seen-object.ts";
export { preflight, type Finding, type Needs } from "./cluster/preflight/preflight.ts";
export type { Answer, Trouble } from "./cluster/request/answer.ts";
export { askRepeatedly } from "./cluster/request/ask-repeatedly.ts";
export { explainTrouble } from "./cluster/request/explain-trouble.ts";
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
export { secretWords } from "./job/looks-secret.ts";
export type { RunName } from "./job/job-name.ts";
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
export type { LimitWishes } from "./lifecycle/limits.ts";
export { plainCompanion, plainRun } from "./job/run-spec.ts";
export type * from "./job/run-spec.ts";
export type { Sha256 } from "./job/sha256.ts";
export { readTerminationMessage } from "./wrapper/termination-message.ts";
export type { AgentEnding, StreamTotals, TerminationMessage } from "./wrapper/termination-message.ts";
export { terminationMessageLimit, wrapperConfig } from "./wrapper/wrapper-config.ts";
export type { FinalWord, WrapperConfig } from "./wrapper/wrapper-config.ts";
export { wrapperCommand, wrapperFiles } from "./wrapper/wrapper-files.ts";
export type { AdmissionGuard, GuardAnswer } from "./run/admission-guard.ts";
export type { AgentWatch } from "./run/agent-watch.ts";
export { attach, type Attached, type AttachOptions } from "./run/attach.ts";
export { createFileStore } from "./run/file-store.ts";
export type { Forensics } from "./run/forensics.ts";
export type { PodChoice } from "./run/gather/choose-pod.ts";
export type { GatherTarget } from "./run/gather/find-run.ts";
export {
  gather,
  type Gathered,
  type GatherListener,
  type RunObjects,
  type WhichContainer,
} from "./run/gather/gather.ts";
export type { GatherTrouble } from "./run/gather/troubles.ts";
export { jobNameOf } from "./run/job-name-of.ts";
export type { LogPlace } from "./run/log-place.ts";
export { createMemoryStore } from "./run/memory-store.ts";
export type { CancelWish, RunHandle } from "./run/run-handle.ts";
export { runJob } from "./run/run-job.ts";
export type { FollowOptions, RunOptions } from "./run/run-options.ts";
export type { RunOutcome } from "./run/run-outcome.ts";
export { recordKey, type RunRecord } from "./run/run-record.ts";
export type { RunStatus } from "./run/run-status.ts";
export type { RunStore } from "./run/run-store.ts";
export type { OutputConsumer } from "./run/spool.ts";
export { wrapCommand, type WrappedCommand, type WrapWish } from "./run/wrap-command.ts";
export { sweepOrphans, type SweepOptions, type SweepReport, type SweptObject } from "./run/sweep-orphans.ts";
export {
  isDataKey,
  isDnsLabel,
  isDnsSubdomain,
  isImage,
  isInnerPath,
  isLabelValue,
  isMountPath,
  isQualifiedName,
  isVariableName,
} from "./job/checks/names.ts";
export { quantity } from "./job/checks/quantity.ts";
