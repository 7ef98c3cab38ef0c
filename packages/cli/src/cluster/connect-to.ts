import { read, unusable, type Attempt } from "../explain/attempt.ts";
import { connect, explainProblem, type Cluster, type KubeconfigSource } from "../run/runner.ts";
import type { ClusterChoice } from "./cluster-choice.ts";

/** A connection to the cluster that the command line names; what keeps us from it is a sentence with its cure. */
export function connectTo(choice: ClusterChoice, signal: AbortSignal): Promise<Attempt<Cluster>> {
  const { kubeconfig } = choice;
  return connected(
    kubeconfig === null ? { kind: "default" } : { kind: "file", path: kubeconfig },
    choice,
    signal,
  );
}

export async function connected(
  source: KubeconfigSource,
  { context, namespace }: Pick<ClusterChoice, "context" | "namespace">,
  signal: AbortSignal,
): Promise<Attempt<Cluster>> {
  const answer = await connect({ source, context, namespace }, signal);
  return answer.kind === "connected" ? read(answer.cluster) : unusable(explainProblem(answer));
}
