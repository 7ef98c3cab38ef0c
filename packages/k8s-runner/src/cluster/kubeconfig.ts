import { quotable } from "@runverdict/classifier/kubernetes";
import type { KubeConfig } from "@kubernetes/client-node";
import type { Client } from "./client.ts";
import type { ConnectionProblem } from "./connection-problem.ts";
import { takeOverPlugin, type CredentialPlugin } from "./credential-plugin.ts";

/** Where the cluster's address and the credentials come from. */
export type KubeconfigSource =
  /** As kubectl finds it: KUBECONFIG, `~/.kube/config`, or the pod's own service account. */
  | { readonly kind: "default" }
  | { readonly kind: "file"; readonly path: string }
  /** The text of a kubeconfig. */
  | { readonly kind: "text"; readonly text: string }
  /** The service account of the pod that we run in. */
  | { readonly kind: "in-cluster" };

export type LoadedKubeconfig =
  | {
      readonly kind: "loaded";
      readonly config: KubeConfig;
      /** Null where the user has none. */
      readonly plugin: CredentialPlugin | null;
      readonly server: string;
      readonly namespace: string | null;
    }
  | ConnectionProblem;

/** Reads it anew each time: credentials rotate, and files with them. */
export function loadKubeconfig(
  { KubeConfig: Config }: Client,
  source: KubeconfigSource,
  context: string | null,
  now: () => number,
): LoadedKubeconfig {
  const config = new Config();
  try {
    read(config, source);
  } catch (error) {
    return unreadable(source, error);
  }
  if (hasNothing(config)) return { kind: "no-kubeconfig" };
  if (context !== null) {
    const known = (config.contexts ?? []).map(({ name }) => name);
    if (!known.includes(context)) return { kind: "unknown-context", context, known };
    config.setCurrentContext(context);
  }
  return chosen(config, now);
}

function read(config: KubeConfig, source: KubeconfigSource): void {
  switch (source.kind) {
    case "default":
      return config.loadFromDefault();
    case "file":
      return config.loadFromFile(source.path);
    case "text":
      return config.loadFromString(source.text);
    case "in-cluster":
      return config.loadFromCluster();
  }
}

/** Where it finds nothing, the client makes up a cluster at port 8080, as the first kubectl did. */
function hasNothing(config: KubeConfig): boolean {
  const cluster = config.getCurrentCluster();
  if (cluster?.server.includes("://undefined:") === true) return true;
  return cluster?.name === "cluster" && cluster.server === "http://localhost:8080";
}

function chosen(config: KubeConfig, now: () => number): LoadedKubeconfig {
  const name = config.getCurrentContext();
  const cluster = config.getCurrentCluster();
  if (cluster === null || config.getCurrentUser() === null) {
    const known = (config.contexts ?? []).map((context) => context.name);
    return { kind: "unknown-context", context: name ?? "", known };
  }
  if (!URL.canParse(cluster.server)) return { kind: "unreadable-kubeconfig", why: "its server is no URL" };
  if (cluster.server.startsWith("http:") && !cluster.skipTLSVerify) {
    const why = "its server speaks http, which needs `insecure-skip-tls-verify: true`";
    return { kind: "unreadable-kubeconfig", why };
  }
  nameServer(cluster);
  const namespace = config.getContextObject(name)?.namespace ?? null;
  const plugin = takeOverPlugin(config, now);
  return { kind: "loaded", config, plugin, server: cluster.server, namespace };
}

/**
 * A cluster without any option of TLS would share the process's own connections, which we could not close. Naming the
 * server in the handshake is what happens anyway.
 */
function nameServer(cluster: { server: string; tlsServerName?: string }): void {
  const { protocol, hostname } = new URL(cluster.server);
  if (protocol !== "https:" || cluster.tlsServerName !== undefined || /^[[\d.:\]]+$/.test(hostname)) return;
  cluster.tlsServerName = hostname;
}

/** What the parser says of the text may quote the text, and the text holds tokens: only the kind of error is told. */
function unreadable(source: KubeconfigSource, error: unknown): ConnectionProblem {
  const code: unknown = error instanceof Error ? Reflect.get(error, "code") : undefined;
  if (code === "ENOENT" && source.kind !== "text") return { kind: "no-kubeconfig", ...pathOf(source) };
  if (typeof code === "string")
    return { kind: "unreadable-kubeconfig", why: quotable(code), ...pathOf(source) };
  return { kind: "unreadable-kubeconfig", why: "it is no YAML of a kubeconfig", ...pathOf(source) };
}

function pathOf(source: KubeconfigSource): { readonly path?: string } {
  return source.kind === "file" ? { path: source.path } : {};
}
