import { isDnsLabel, isDnsSubdomain } from "@runverdict/k8s-runner";
import { readFile } from "node:fs/promises";
import { networkInterfaces } from "node:os";

/** Which pod the host says that it is. Everything may be wrong: a laptop has a host name as well. */
export interface HostPlace {
  readonly namespace: string;
  readonly podName: string;
  /** By the downward API, where the deployment passes it on. */
  readonly podUid: string | null;
  /** Of this machine, by which a pod of the same name in another cluster is told apart. */
  readonly addresses: readonly string[];
}

const SERVICE_ACCOUNT_NAMESPACE = "/var/run/secrets/kubernetes.io/serviceaccount/namespace";

type Variables = Readonly<Record<string, string | undefined>>;

/** Null outside of a cluster, as far as one can tell from within. */
export async function hostPlace(
  env: Variables,
  namespaceFile: string = SERVICE_ACCOUNT_NAMESPACE,
): Promise<HostPlace | null> {
  const namespace =
    textOf(env["PAPERCLIP_NAMESPACE"]) ??
    textOf(env["POD_NAMESPACE"]) ??
    textOf(await readFile(namespaceFile, "utf8").catch(() => ""));
  const podName = textOf(env["POD_NAME"]) ?? textOf(env["HOSTNAME"]);
  if (namespace === null || podName === null) return null;
  // A variable that nobody checked becomes a path of the API.
  if (!isDnsLabel(namespace) || !isDnsSubdomain(podName)) return null;
  return { namespace, podName, podUid: textOf(env["POD_UID"]), addresses: ownAddresses() };
}

function ownAddresses(): readonly string[] {
  return Object.values(networkInterfaces()).flatMap((one) => (one ?? []).map(({ address }) => address));
}

function textOf(value: string | undefined): string | null {
  const text = value?.trim() ?? "";
  return text === "" ? null : text;
}
