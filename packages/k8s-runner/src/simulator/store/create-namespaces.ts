import type { Cluster } from "../cluster.ts";
import { instant } from "./instant.ts";
import { addAccount } from "./namespace-controller.ts";

/** What is there before anybody creates anything: namespaces with their default service account, and the node. */
export function createNamespaces(cluster: Cluster, namespaces: readonly string[]): void {
  const { store, clock, names } = cluster;
  const metadata = (
    name: string,
  ): { name: string; uid: string; resourceVersion: string; creationTimestamp: string } => ({
    name,
    uid: names.uid(),
    resourceVersion: "",
    creationTimestamp: instant(clock.now()),
  });
  for (const name of new Set(namespaces)) {
    store.create("namespaces", { apiVersion: "v1", kind: "Namespace", metadata: metadata(name) });
    addAccount(cluster, name);
  }
  store.create("nodes", { apiVersion: "v1", kind: "Node", metadata: metadata("node-1") });
}
