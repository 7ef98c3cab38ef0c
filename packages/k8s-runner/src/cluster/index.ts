export { machineClock, type Clock } from "./clock.ts";
export type { Cluster } from "./cluster.ts";
export { connect, type Connected, type ConnectOptions } from "./connect.ts";
export { explainProblem, type ConnectionProblem } from "./connection-problem.ts";
export type { KubeconfigSource } from "./kubeconfig.ts";
export type { Permission } from "./objects/access-review.ts";
export { reviewAccess } from "./objects/access-review.ts";
export type { Deleted } from "./objects/deletion.ts";
export { listEvents, type EventsSeen } from "./objects/events.ts";
export type { Precondition } from "./objects/json-patch.ts";
export {
  annotateJob,
  createJob,
  deleteJob,
  getJob,
  JOBS,
  listJobs,
  patchJob,
  rehearseJob,
  resumeJob,
  type JobAnswer,
} from "./objects/jobs.ts";
export type { ListAsk } from "./objects/list-page.ts";
export { readPodLog, type LogAsk, type LogRead, type LogSink } from "./objects/pod-log.ts";
export { deletePod, getPod, listPods, PODS, podsOfJob } from "./objects/pods.ts";
export { createSecret, deleteSecret } from "./objects/secrets.ts";
export { jobSeen, podSeen, type Seen, type SeenObject } from "./objects/seen-object.ts";
export { PERMISSIONS } from "./preflight/permissions.ts";
export { preflight, type Finding, type Needs, type Preflight } from "./preflight/preflight.ts";
export { apiRefusal, type ApiRefusal } from "./refusal/api-refusal.ts";
export { explainRefusal, type Explained } from "./refusal/explain-refusal.ts";
export type { Answer, StreamAnswer, StreamEnd, Trouble } from "./request/answer.ts";
export type { ApiRequest, StreamRequest } from "./request/api-request.ts";
export { askRepeatedly } from "./request/ask-repeatedly.ts";
export { createAnswerOf } from "./request/create-answer.ts";
export { explainTrouble } from "./request/explain-trouble.ts";
export { isPassing, repetitionOf, type Repetition, type SecondTime } from "./request/repetition.ts";
export type { WatchState } from "./watch/keep-up.ts";
export type { Change } from "./watch/known-objects.ts";
export type { Listener, Subscription } from "./watch/subscribers.ts";
export {
  watchObjects,
  type ObjectWatch,
  type WatchCounts,
  type WatchOptions,
} from "./watch/watch-objects.ts";
