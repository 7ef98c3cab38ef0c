import type { Cluster } from "../cluster.ts";
import { disrupt } from "../kubelet/disruption.ts";
import { remove } from "../store/removal.ts";
import type { Route } from "./route.ts";
import { notFound } from "./status.ts";
import type { Status } from "./status.ts";

/** Serves a POST to `pods/…/eviction`: the pod is marked as disrupted, and then deleted. */
export function evict(cluster: Cluster, { resource, namespace, name }: Route): Status {
  const pod = cluster.store.get("pods", namespace, name);
  if (pod === null) throw notFound(resource, name);
  const marked = disrupt(cluster, pod, "EvictionByEvictionAPI", "Eviction API: evicting");
  remove(cluster, "pods", marked, { by: "eviction-api" });
  return { kind: "Status", apiVersion: "v1", metadata: {}, status: "Success", code: 201 };
}
