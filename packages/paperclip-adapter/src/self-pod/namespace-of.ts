import type { Cluster } from "@runverdict/k8s-runner";
import type { ClusterConfig } from "../config/adapter-config.ts";
import type { HostPlace } from "./host-place.ts";

/** Where the agents run: as configured, else beside the host, else where the kubeconfig's context is. */
export function namespaceOf(
  { namespace }: ClusterConfig,
  place: HostPlace | null,
  cluster: Pick<Cluster, "namespace">,
): string {
  return namespace ?? place?.namespace ?? cluster.namespace;
}
