import type { EnvEntry, Needs, RunSpec } from "@runverdict/k8s-runner";

/** Objects of the namespace that a run refers to, each once. */
export interface NeededObjects {
  readonly needs: Needs;
  /** Secrets without which a pod starts all the same, when its image is public or on the node. */
  readonly dispensable: ReadonlySet<string>;
}

/** A variable that may be missing is no need. */
export function needsOf(secretRef: string | null, spec: RunSpec | null): NeededObjects {
  if (spec === null) return { needs: { secrets: given(secretRef) }, dispensable: new Set() };
  const env = [spec, ...spec.initContainers, ...spec.sidecars].flatMap((container) => container.env);
  const secrets = new Set([...given(secretRef), ...referred(env, "secret-key")]);
  const needs = {
    serviceAccounts: given(spec.serviceAccountName),
    secrets: [...new Set([...secrets, ...spec.imagePullSecrets])],
    configMaps: [...new Set(referred(env, "config-map-key"))],
    persistentVolumeClaims: spec.data.kind === "claim" ? [spec.data.claimName] : [],
    runtimeClasses: given(spec.runtimeClassName),
    priorityClasses: given(spec.priorityClassName),
  };
  return { needs, dispensable: new Set(spec.imagePullSecrets.filter((name) => !secrets.has(name))) };
}

function given(name: string | null): readonly string[] {
  return name === null ? [] : [name];
}

function referred(env: readonly EnvEntry[], kind: "secret-key" | "config-map-key"): readonly string[] {
  return env.flatMap((entry) => (entry.kind === kind && !entry.optional ? [entry.from] : []));
}
