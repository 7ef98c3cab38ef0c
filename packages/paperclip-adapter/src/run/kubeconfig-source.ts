import type { KubeconfigSource } from "@runverdict/k8s-runner";
import type { ClusterConfig } from "../config/adapter-config.ts";

/** Without one, a pod uses its own service account, and a machine what kubectl would find. */
export function kubeconfigSource(
  { kubeconfig }: ClusterConfig,
  env: Readonly<Record<string, string | undefined>>,
): KubeconfigSource {
  if (kubeconfig?.kind === "path") return { kind: "file", path: kubeconfig.value };
  if (kubeconfig?.kind === "text") return { kind: "text", text: kubeconfig.value };
  return env["KUBERNETES_SERVICE_HOST"] === undefined || env["KUBECONFIG"] !== undefined
    ? { kind: "default" }
    : { kind: "in-cluster" };
}
