/** What the command line needs of the runner. Loaded by the commands that ask a cluster, and by nothing that `explain` loads. */
import type { createSimulator } from "@runverdict/k8s-runner/simulator";

export {
  attach as attachToJob,
  connect,
  explainProblem,
  explainTrouble,
  gather,
  plainRun,
  preflight,
  runJob,
  secretWords,
  wrapCommand,
} from "@runverdict/k8s-runner";
export type {
  Cluster,
  FollowOptions,
  Gathered,
  KubeconfigSource,
  RunHandle,
  RunObjects,
  RunOutcome,
  RunSpec,
  RunStatus,
  WhichContainer,
} from "@runverdict/k8s-runner";

/** The cluster inside this process is loaded only where it is wanted. */
export async function loadSimulator(): Promise<typeof createSimulator> {
  return (await import("@runverdict/k8s-runner/simulator")).createSimulator;
}
