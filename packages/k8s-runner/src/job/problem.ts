import { looksSecret } from "./looks-secret.ts";

/**
 * What we, or the cluster, would refuse. `path` is in the specification or, where it begins with `spec` or `metadata`,
 * in the Job as it would be created. No sentence quotes what was given: it may be a secret that stands in a wrong place.
 */
export interface Problem {
  readonly path: string;
  readonly problem: string;
  readonly cure: string;
}

/** What is allowed, and worth a second look. */
export interface Warning {
  readonly path: string;
  readonly warning: string;
}

export function problemAt(path: string, problem: string, cure: string): Problem {
  return { path, problem, cure };
}

/** The path of a key of a map: by name where the name can be shown to anybody, else by its place. */
export function keyPath(path: string, key: string, place: number): string {
  const isPlain = /^[A-Za-z0-9._/-]{1,100}$/.test(key) && !looksSecret(key);
  if (!isPlain) return `${path}[${place}]`;
  return /^[A-Za-z0-9_]+$/.test(key) ? `${path}.${key}` : `${path}["${key}"]`;
}
