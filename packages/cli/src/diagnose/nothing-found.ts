import { troubleWords } from "../cluster/trouble-words.ts";
import type { Cluster, Gathered } from "../run/runner.ts";
import type { Target } from "./arguments.ts";

/** Why there is nothing to judge, and what would help; null where there is something: a Job, or a pod that it left. */
export function nothingFound(
  target: Target,
  { evidence, troubles }: Gathered,
  cluster: Cluster,
): string | null {
  const named = evidence[target.kind];
  if (named.kind === "found" || evidence.pod.kind === "found") return null;
  const [trouble] = troubles;
  return named.kind === "absent" || trouble === undefined ? notThere(target, cluster) : troubleWords(trouble);
}

function notThere({ kind, name }: Target, { namespace }: Cluster): string {
  const [called, list] = kind === "job" ? ["Job", "jobs"] : ["pod", "pods"];
  return `There is no ${called} "${name}" in the namespace ${namespace}; \`kubectl get ${list} -n ${namespace}\` lists those that are there. Name another namespace with -n.`;
}
