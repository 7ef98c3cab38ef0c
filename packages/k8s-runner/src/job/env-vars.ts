import { literal } from "./literal.ts";
import { namesSecret, looksSecret } from "./looks-secret.ts";
import type { EnvVar } from "./manifest.ts";
import type { EnvEntry } from "./run-spec.ts";
import { variableKey } from "./secret-entries.ts";

/** The variables as Kubernetes writes them; `secretName` is where the run's own secrets are. */
export function envVars(
  container: string,
  entries: readonly EnvEntry[],
  secretName: string | null,
): EnvVar[] {
  return entries.map((entry) => envVar(container, entry, secretName ?? ""));
}

function envVar(container: string, entry: EnvEntry, secretName: string): EnvVar {
  const { name } = entry;
  switch (entry.kind) {
    case "value":
      return { name, value: literal(entry.value) };
    case "secret":
      // Never optional: a server that drops `suspend` starts the pod at once, and it must wait for the Secret.
      return { name, valueFrom: { secretKeyRef: { name: secretName, key: variableKey(container, name) } } };
    case "secret-key":
      return { name, valueFrom: { secretKeyRef: reference(entry) } };
    case "config-map-key":
      return { name, valueFrom: { configMapKeyRef: reference(entry) } };
    case "pod-field":
      return { name, valueFrom: { fieldRef: { fieldPath: entry.fieldPath } } };
  }
}

function reference({ from, key, optional }: { from: string; key: string; optional: boolean }): {
  name: string;
  key: string;
  optional?: boolean;
} {
  return optional ? { name: from, key, optional } : { name: from, key };
}

/**
 * The variables of an environment that are on the list, by exact name; nothing else is let through. One that is named
 * or looks like a secret goes into the run's Secret. An environment forwarded whole gave every agent the signing key
 * and the database of its server.
 */
export function inheritedEnv(
  environment: Readonly<Record<string, string | undefined>>,
  allowed: readonly string[],
): readonly EnvEntry[] {
  return allowed.flatMap((name): readonly EnvEntry[] => {
    const value = Object.hasOwn(environment, name) ? environment[name] : undefined;
    if (value === undefined) return [];
    const kind = namesSecret(name) || looksSecret(value) ? "secret" : "value";
    return [{ kind, name, value }];
  });
}
