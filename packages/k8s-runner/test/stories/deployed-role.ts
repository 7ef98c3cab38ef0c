import { readFileSync } from "node:fs";
import { loadAllYaml } from "@kubernetes/client-node";

/** A rule of a Role, as RBAC has it. */
export interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

interface Manifest {
  readonly kind: string;
  readonly rules?: readonly Rule[];
}

/** The least that the runner needs, as `deploy/rbac.yaml` grants it. */
export function deployedRole(): readonly Rule[] {
  const file = new URL("../../deploy/rbac.yaml", import.meta.url);
  const manifests: readonly Manifest[] = loadAllYaml(readFileSync(file, "utf8"));
  return manifests.find(({ kind }) => kind === "Role")?.rules ?? [];
}
