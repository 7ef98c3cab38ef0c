import type { PodFacts } from "@runverdict/classifier";
import type { Cluster } from "../cluster.ts";
import { mapAnswer, type Answer } from "../request/answer.ts";
import { apiPath } from "../request/api-request.ts";
import { deletion, type Deleted } from "./deletion.ts";
import { listPage, type ListAsk } from "./list-page.ts";
import { podSeen, readSeen, type Seen } from "./seen-object.ts";

export const PODS = { group: "", resource: "pods" } as const;

/** A consistent read. `agentContainer` names the container that the agent runs in. */
export async function getPod(
  cluster: Cluster,
  name: string,
  agentContainer: string,
  signal: AbortSignal,
): Promise<Answer<Seen<PodFacts>>> {
  const path = apiPath(PODS, cluster.namespace, name);
  const answer = await cluster.request({ method: "GET", path }, signal);
  return mapAnswer(answer, (object) => podSeen(readSeen(object), agentContainer));
}

/** A consistent read of the pods that have these labels, up to 500 of them. */
export function listPods(
  cluster: Cluster,
  ask: ListAsk,
  agentContainer: string,
  signal: AbortSignal,
): Promise<Answer<readonly Seen<PodFacts>[]>> {
  return listPage(cluster, PODS, ask, (seen) => podSeen(seen, agentContainer), signal);
}

/** Selects the pods of a Job, orphaned ones as well. Servers before 1.27 know only the older label. */
export function podsOfJob(jobUid: string): string {
  return `controller-uid=${jobUid}`;
}

/** Ends the pod of this UID: SIGTERM, and SIGKILL after the grace. Its object stays until its containers ended. */
export function deletePod(
  cluster: Cluster,
  name: string,
  { uid, graceSeconds }: { readonly uid: string; readonly graceSeconds: number },
  signal: AbortSignal,
): Promise<Answer<Deleted>> {
  return deletion(cluster, PODS, name, { uid, graceSeconds }, signal);
}
