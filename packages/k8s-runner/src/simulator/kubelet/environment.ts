import type { Container, EnvFrom, EnvVar, KeyRef, Pod } from "../objects.ts";
import type { Store } from "../store/store.ts";
import { expand } from "./expand.ts";

export type Environment =
  | { readonly kind: "env"; readonly env: Readonly<Record<string, string>> }
  /** The container waits with CreateContainerConfigError and this message. */
  | { readonly kind: "missing"; readonly message: string };

/** Works out a container's environment, with what it takes from Secrets, ConfigMaps and the pod itself. */
export function environmentOf(store: Store, pod: Pod, container: Container): Environment {
  const env: Record<string, string> = {};
  try {
    (container.envFrom ?? []).forEach((from) => Object.assign(env, valuesFrom(store, pod, from)));
    for (const one of container.env ?? []) {
      // What comes from elsewhere is taken as it is: a Secret with a `$(` in it is no text of the pod's.
      const value = one.value ? expand(one.value, env) : valueOf(store, pod, one);
      if (value !== null) env[one.name] = value;
    }
    return { kind: "env", env };
  } catch (error) {
    if (error instanceof Missing) return { kind: "missing", message: error.message };
    throw error;
  }
}

class Missing extends Error {}

function valueOf(store: Store, pod: Pod, { valueFrom }: EnvVar): string | null {
  if (valueFrom === undefined) return "";
  const { secretKeyRef, configMapKeyRef, fieldRef } = valueFrom;
  if (secretKeyRef !== undefined)
    return keyOf("secret", secretKeyRef, secretValues(store, pod, secretKeyRef.name));
  if (configMapKeyRef !== undefined) {
    return keyOf("configmap", configMapKeyRef, configValues(store, pod, configMapKeyRef.name));
  }
  return fieldRef === undefined ? "" : fieldOf(pod, fieldRef.fieldPath);
}

function keyOf(kind: string, ref: KeyRef, values: ReadonlyMap<string, string> | null): string | null {
  const value = values?.get(ref.key);
  if (value !== undefined) return value;
  if (ref.optional === true) return null;
  if (values === null) throw new Missing(`${kind} "${ref.name}" not found`);
  throw new Missing(
    `couldn't find key ${ref.key} in ${kind === "secret" ? "Secret" : "ConfigMap"} ${ref.name}`,
  );
}

function valuesFrom(store: Store, pod: Pod, from: EnvFrom): Readonly<Record<string, string>> {
  const { secretRef, configMapRef, prefix = "" } = from;
  const ref = secretRef ?? configMapRef;
  if (ref === undefined) return {};
  const isSecret = secretRef !== undefined;
  const values = isSecret ? secretValues(store, pod, ref.name) : configValues(store, pod, ref.name);
  if (values === null && ref.optional !== true) {
    throw new Missing(`${isSecret ? "secret" : "configmap"} "${ref.name}" not found`);
  }
  return Object.fromEntries([...(values ?? [])].map(([key, value]) => [prefix + key, value]));
}

function secretValues(store: Store, pod: Pod, name: string): ReadonlyMap<string, string> | null {
  const secret = store.get("secrets", pod.metadata.namespace ?? "", name);
  if (secret === null) return null;
  const decoded = Object.entries(secret.data ?? {}).map(
    ([key, value]) => [key, Buffer.from(value, "base64").toString()] as const,
  );
  return new Map(decoded);
}

function configValues(store: Store, pod: Pod, name: string): ReadonlyMap<string, string> | null {
  const config = store.get("configmaps", pod.metadata.namespace ?? "", name);
  return config === null ? null : new Map(Object.entries(config.data ?? {}));
}

function fieldOf(pod: Pod, path: string): string {
  const { metadata, spec, status } = pod;
  const keyed = /^metadata\.(labels|annotations)\['([^']+)'\]$/.exec(path);
  if (keyed !== null) {
    const values = keyed[1] === "labels" ? metadata.labels : metadata.annotations;
    return new Map(Object.entries(values ?? {})).get(keyed[2] ?? "") ?? "";
  }
  const fields = new Map([
    ["metadata.name", metadata.name],
    ["metadata.namespace", metadata.namespace],
    ["metadata.uid", metadata.uid],
    ["spec.nodeName", spec.nodeName],
    ["spec.serviceAccountName", spec.serviceAccountName],
    ["status.podIP", status.podIP],
    ["status.hostIP", status.hostIP],
  ]);
  return fields.get(path) ?? "";
}
