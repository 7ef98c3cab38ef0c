import { askRepeatedly, explainTrouble, getPod, type Cluster } from "@runverdict/k8s-runner";
import type { HostPlace } from "./host-place.ts";
import { readSelfPod } from "./read-self-pod.ts";
import type { SelfPodLookup } from "./self-pod.ts";

const ATTEMPTS = 3;

/**
 * By connection, because two kubeconfigs are two views: what one was shown is not the other's to use. A pod's spec does
 * not change, so what was found stays; what was not found is looked for again by the next run.
 */
const found = new WeakMap<Cluster, Map<string, SelfPodLookup>>();

/** The pod that the host runs in, by a look-up in the cluster that the agents run in. */
export async function findSelfPod(
  cluster: Cluster,
  place: HostPlace | null,
  signal: AbortSignal,
): Promise<SelfPodLookup> {
  if (place === null) return { kind: "outside", why: "Paperclip does not run in a pod." };
  const known = found.get(cluster) ?? new Map<string, SelfPodLookup>();
  found.set(cluster, known);
  const key = `${place.namespace}/${place.podName}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const lookup = await lookUp(cluster, place, signal);
  if (lookup.kind === "found") known.set(key, lookup);
  return lookup;
}

async function lookUp(cluster: Cluster, place: HostPlace, signal: AbortSignal): Promise<SelfPodLookup> {
  const there = { ...cluster, namespace: place.namespace };
  const answer = await askRepeatedly(
    cluster.clock,
    "nothing",
    ATTEMPTS,
    () => getPod(there, place.podName, "paperclip", signal),
    signal,
  );
  if (answer.kind === "answered") {
    const pod = readSelfPod(answer.value.object, place);
    if (pod !== null) return { kind: "found", pod };
    return {
      kind: "outside",
      why: `The pod ${place.podName} of this cluster is not the one that Paperclip runs in.`,
    };
  }
  if (answer.kind === "refused" && answer.refusal.kind === "not-found")
    return { kind: "outside", why: `This cluster has no pod ${place.podName} in ${place.namespace}.` };
  const { sentence, cure } = explainTrouble(answer);
  return { kind: "unavailable", why: `${sentence} ${cure}`.trim() };
}
