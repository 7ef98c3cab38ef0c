/** A kubeconfig for the simulator, as JSON, which is YAML too. Every client that reads kubeconfigs reads it. */
export function writeKubeconfig(url: string, namespace: string, token: string | null): string {
  const user = token === null ? {} : { token };
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: "simulator", cluster: { server: url, "insecure-skip-tls-verify": true } }],
    users: [{ name: "simulator", user }],
    contexts: [{ name: "simulator", context: { cluster: "simulator", user: "simulator", namespace } }],
    "current-context": "simulator",
  });
}
