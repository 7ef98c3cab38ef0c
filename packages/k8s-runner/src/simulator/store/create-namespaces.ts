import type { Cluster } from "../cluster.ts";
import { instant } from "./instant.ts";
import { addAccount } from "./namespace-controller.ts";

/** Every server has them. */
const criticalClasses = [
  ["system-node-critical", 2_000_001_000],
  ["system-cluster-critical", 2_000_000_000],
] as const;

/** What is there before anybody creates anything: namespaces with their default service account, two priority classes, and the node. */
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
  for (const [name, value] of criticalClasses) {
    const kind = { apiVersion: "scheduling.k8s.io/v1", kind: "PriorityClass" };
    store.create("priorityclasses", { ...kind, metadata: metadata(name), value });
  }
  store.create("nodes", { apiVersion: "v1", kind: "Node", metadata: metadata("node-1") });
}
