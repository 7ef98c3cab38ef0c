import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { CoreV1Api, KubeConfig, RbacAuthorizationV1Api } from "@kubernetes/client-node";
import { connectTo } from "../cluster/support/with-cluster.ts";
import { abilitiesOf, type Ability } from "./ability.ts";
import type { Rule } from "./deployed-role.ts";
import type { Ground, Host, Wishes } from "./ground.ts";
import { plainSpec } from "./plain-spec.ts";
import { until } from "./until.ts";

/** What the environment says of the cluster that the stories are played on. */
export interface RealCluster {
  /** It has a shell and Node, as Debian's or `node:24-slim`; the nodes have it, or can pull it. */
  readonly image: string;
  /** A shell line that kills the API server and returns when it is up again; null where nobody said one. */
  readonly restart: string | null;
}

interface Clients {
  readonly config: KubeConfig;
  readonly core: CoreV1Api;
  readonly rbac: RbacAuthorizationV1Api;
}

const LONGEST_ROTATION = 16 * 1024 * 1024;
/** A kubelet looks at its logs so often; newer ones can be told otherwise, and seldom are. */
const ROTATION_MS = 10_000;

/** The cluster that KUBECONFIG leads to, as whoever may make namespaces, Roles and quotas there. */
export async function realHost(real: RealCluster): Promise<Host> {
  const config = new KubeConfig();
  config.loadFromDefault();
  const clients = {
    config,
    core: config.makeApiClient(CoreV1Api),
    rbac: config.makeApiClient(RbacAuthorizationV1Api),
  };
  const rotateBytes = await rotationOf(clients);
  const cluster = await connectTo(textOf(config, "default"));
  const can = await abilitiesOf(cluster, real.image);
  await cluster.close();
  const more: readonly Ability[] = [
    "memory group",
    ...(rotateBytes === null ? [] : (["rotation"] as const)),
    ...(real.restart === null ? [] : (["restart"] as const)),
  ];
  return {
    isShared: true,
    can: new Set([...can, ...more]),
    raise: (wishes) => raise(clients, real, rotateBytes ?? 0, wishes),
  };
}

async function raise(
  clients: Clients,
  { image, restart }: RealCluster,
  rotateBytes: number,
  wishes: Wishes,
): Promise<Ground> {
  const namespace = `runverdict-story-${randomBytes(4).toString("hex")}`;
  await clients.core.createNamespace({ body: { metadata: { name: namespace } } });
  await until(async () => {
    const { items } = await clients.core.listNamespacedServiceAccount({ namespace });
    return items.some(({ metadata }) => metadata?.name === "default");
  });
  await limitPods(clients, namespace, wishes.podQuota);
  const token = wishes.rules === undefined ? null : await tokenFor(clients, namespace, wishes.rules);
  const folder = await mkdtemp(join(tmpdir(), "story-"));
  const kubeconfigPath = join(folder, "kubeconfig");
  const kubeconfig = textOf(clients.config, namespace, token);
  await writeFile(kubeconfigPath, kubeconfig, { mode: 0o600 });
  const [cluster, somebody] = [
    await connectTo(kubeconfig),
    await connectTo(textOf(clients.config, namespace)),
  ];
  return {
    cluster,
    somebody,
    kubeconfigPath,
    spec: (differs) => plainSpec(namespace, image, differs),
    missingImage: "images.invalid/none:1",
    glutton: `const eaten = []; console.log("eating"); setInterval(() => eaten.push(Buffer.alloc(4e6, 1)), 10);`,
    starve: () => {},
    rotation: { bytes: rotateBytes, everyMs: ROTATION_MS },
    restartApiServer: async () => {
      await promisify(execFile)("sh", ["-c", restart ?? "false"], { timeout: 120_000 });
    },
    close: async () => {
      await Promise.all([cluster.close(), somebody.close()]);
      await clients.core.deleteNamespace({ name: namespace });
      await rm(folder, { recursive: true });
    },
  };
}

/** The kubeconfig's own user, or one that has this token. */
function textOf(config: KubeConfig, namespace: string, token: string | null = null): string {
  const [cluster, user] = [config.getCurrentCluster(), config.getCurrentUser()];
  if (cluster === null || user === null) throw new Error("KUBECONFIG names no cluster, or no user of it.");
  const own = new KubeConfig();
  own.loadFromClusterAndUser(cluster, token === null ? user : { name: "runner", token });
  own.contexts = own.contexts.map((context) => ({ ...context, namespace }));
  return own.exportConfig();
}

async function limitPods({ core }: Clients, namespace: string, most: number | undefined): Promise<void> {
  if (most === undefined) return;
  const metadata = { name: "pods" };
  const body = { metadata, spec: { hard: { pods: String(most) } } };
  await core.createNamespacedResourceQuota({ namespace, body });
  // As long as the controller has not counted, everything is refused with another message.
  await until(async () => {
    const quota = await core.readNamespacedResourceQuota({ namespace, name: "pods" });
    return quota.status?.used?.["pods"] !== undefined;
  });
}

async function tokenFor({ core, rbac }: Clients, namespace: string, rules: readonly Rule[]): Promise<string> {
  const name = "runverdict-runner";
  const metadata = { name };
  const own = rules.map(({ apiGroups, resources, verbs }) => ({
    apiGroups: [...apiGroups],
    resources: [...resources],
    verbs: [...verbs],
  }));
  await core.createNamespacedServiceAccount({ namespace, body: { metadata } });
  await rbac.createNamespacedRole({ namespace, body: { metadata, rules: own } });
  const roleRef = { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name };
  const subjects = [{ kind: "ServiceAccount", name, namespace }];
  await rbac.createNamespacedRoleBinding({ namespace, body: { metadata, roleRef, subjects } });
  const body = { spec: { audiences: [], expirationSeconds: 3600 } };
  const { status } = await core.createNamespacedServiceAccountToken({ namespace, name, body });
  return status?.token ?? "";
}

/** Where the first node's kubelet rotates; null where it does not tell us, or so late that a story would take too long. */
async function rotationOf({ core }: Clients): Promise<number | null> {
  try {
    const { items } = await core.listNode();
    const name = items[0]?.metadata?.name ?? "";
    const told = await core.connectGetNodeProxyWithPath({ name, path: "configz" });
    const size = /"containerLogMaxSize":"(\d+)([KM]i)"/.exec(JSON.stringify(told).replaceAll("\\", ""));
    const bytes = Number(size?.[1]) * (size?.[2] === "Mi" ? 1024 * 1024 : 1024);
    return bytes <= LONGEST_ROTATION ? bytes : null;
  } catch {
    return null;
  }
}
