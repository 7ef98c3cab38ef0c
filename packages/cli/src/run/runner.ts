/** What the command line needs of the runner. Loaded by the commands that ask a cluster, and by nothing that `explain` loads. */
import type { createSimulator } from "@runverdict/k8s-runner/simulator";

export {
  askRepeatedly,
  attach as attachToJob,
  connect,
  createOutputReader,
  explainProblem,
  explainTrouble,
  frameNonce,
  getJob,
  getPod,
  isFramed,
  listEvents,
  listPods,
  plainRun,
  podsOfJob,
  preflight,
  PROMPT_PATH,
  readIntent,
  readPodLog,
  runJob,
  SPOOL_PATH,
  WRAPPER_PATH,
  wrapperCommand,
  wrapperConfig,
  wrapperFiles,
} from "@runverdict/k8s-runner";
export type {
  Answer,
  Cluster,
  FollowOptions,
  KubeconfigSource,
  LogRead,
  RunHandle,
  RunOutcome,
  RunSpec,
  RunStatus,
  Trouble,
} from "@runverdict/k8s-runner";

/** The cluster inside this process is loaded only where it is wanted. */
export async function loadSimulator(): Promise<typeof createSimulator> {
  return (await import("@runverdict/k8s-runner/simulator")).createSimulator;
}
