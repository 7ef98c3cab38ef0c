import { troubleWords } from "../cluster/trouble-words.ts";
import type { Cluster, Gathered, WhichContainer } from "../run/runner.ts";
import type { DiagnoseRequest, Target } from "./arguments.ts";

/** Why there is nothing to judge, and what would help; null when there is something. */
export function refusal(
  { target, container }: Pick<DiagnoseRequest, "target" | "container">,
  found: Gathered | WhichContainer,
  cluster: Cluster,
): string | null {
  if (found.kind === "which-container") return whichContainer(found, container);
  const { evidence, troubles } = found;
  if (evidence[target.kind].kind === "found" || evidence.pod.kind === "found") return null;
  const [trouble] = troubles;
  const isThere = evidence[target.kind].kind !== "absent";
  return isThere && trouble !== undefined ? troubleWords(trouble) : notThere(target, cluster);
}

function whichContainer({ containers }: WhichContainer, named: string | null): string {
  const all = containers.join(", ");
  return named === null
    ? `Which container of the pod is the agent's? It has ${all}; name one with --container.`
    : `The pod has no container "${named}"; it has ${all}. Name one of them with --container.`;
}

function notThere({ kind, name }: Target, { namespace }: Cluster): string {
  const [called, list] = kind === "job" ? ["Job", "jobs"] : ["pod", "pods"];
  return `There is no ${called} "${name}" in the namespace ${namespace}; \`kubectl get ${list} -n ${namespace}\` lists those that are there. Name another namespace with -n.`;
}
