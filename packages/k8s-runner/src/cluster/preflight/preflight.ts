import type { Cluster } from "../cluster.ts";
import { reviewAccess, type Permission } from "../objects/access-review.ts";
import { explainTrouble } from "../request/explain-trouble.ts";
import { apiPath, type Resource } from "../request/api-request.ts";
import type { Answer, Trouble } from "../request/answer.ts";
import { askRepeatedly } from "../request/ask-repeatedly.ts";
import { PERMISSIONS } from "./permissions.ts";

/** What runs need that must be there before; each by its name. */
export interface Needs {
  readonly serviceAccounts?: readonly string[];
  readonly secrets?: readonly string[];
  readonly configMaps?: readonly string[];
  readonly persistentVolumeClaims?: readonly string[];
  readonly runtimeClasses?: readonly string[];
  readonly priorityClasses?: readonly string[];
  /** What must be allowed; all that the runner does, unless less is wanted. */
  readonly permissions?: readonly Permission[];
}

/** What was looked for, for those who have words of their own. */
export type Subject =
  | { readonly kind: "permission"; readonly permission: Permission }
  /** `resource` is Kubernetes' own plural, such as `persistentvolumeclaims`. */
  | { readonly kind: "object"; readonly resource: string; readonly name: string };

/** One thing that was looked for; `what` names it in words. */
export type Finding = { readonly what: string; readonly subject: Subject } & (
  | {
      readonly kind: "present";
      /** As the API server sent it; null for a permission. */
      readonly object: unknown;
    }
  | { readonly kind: "missing"; readonly cure: string }
  /** Nobody knows; `because` is a sentence. */
  | { readonly kind: "unchecked"; readonly because: string }
);

export interface Preflight {
  readonly findings: readonly Finding[];
  /** Whether nothing is known to be missing. */
  readonly isClear: boolean;
}

const ATTEMPTS = 3;

interface KindOfNeed {
  readonly need: Exclude<keyof Needs, "permissions">;
  readonly resource: Resource;
  readonly isNamespaced: boolean;
  readonly word: string;
}

const NAMESPACES: Resource = { group: "", resource: "namespaces" };

const kindsOfNeed: readonly KindOfNeed[] = [
  { need: "serviceAccounts", resource: core("serviceaccounts"), isNamespaced: true, word: "service account" },
  { need: "secrets", resource: core("secrets"), isNamespaced: true, word: "Secret" },
  { need: "configMaps", resource: core("configmaps"), isNamespaced: true, word: "ConfigMap" },
  {
    need: "persistentVolumeClaims",
    resource: core("persistentvolumeclaims"),
    isNamespaced: true,
    word: "persistent volume claim",
  },
  {
    need: "runtimeClasses",
    resource: { group: "node.k8s.io", resource: "runtimeclasses" },
    isNamespaced: false,
    word: "runtime class",
  },
  {
    need: "priorityClasses",
    resource: { group: "scheduling.k8s.io", resource: "priorityclasses" },
    isNamespaced: false,
    word: "priority class",
  },
];

/**
 * Says by name what is missing for runs in the cluster's namespace: permissions, and objects as far as we may look at
 * them. The Role that the runner needs lets it look at none, and they are then `unchecked`.
 */
export async function preflight(cluster: Cluster, needs: Needs, signal: AbortSignal): Promise<Preflight> {
  const { namespace } = cluster;
  const wanted: readonly Wanted[] = [
    { resource: NAMESPACES, scope: null, word: "namespace", name: namespace },
    ...kindsOfNeed.flatMap(({ need, resource, isNamespaced, word }) =>
      (needs[need] ?? []).map((name) => ({ resource, scope: isNamespaced ? namespace : null, word, name })),
    ),
  ];
  const findings = await Promise.all([
    ...wanted.map((one) => checkObject(cluster, one, signal)),
    ...(needs.permissions ?? PERMISSIONS).map((one) => checkPermission(cluster, one, signal)),
  ]);
  return { findings, isClear: findings.every(({ kind }) => kind !== "missing") };
}

async function checkPermission(
  cluster: Cluster,
  permission: Permission,
  signal: AbortSignal,
): Promise<Finding> {
  const { verb, group, resource, subresource } = permission;
  const named = `${resource}${subresource === undefined ? "" : `/${subresource}`}`;
  const what = `permission to ${verb} ${named}${group === "" ? "" : `.${group}`} in the namespace ${cluster.namespace}`;
  const of = { what, subject: { kind: "permission", permission } } as const;
  const answer = await patiently(cluster, () => reviewAccess(cluster, permission, signal), signal);
  if (answer.kind !== "answered") return { kind: "unchecked", ...of, because: because(answer) };
  if (answer.value) return { kind: "present", ...of, object: null };
  const cure = `Add the verb "${verb}" on "${named}" of the API group "${group}" to the runner's Role, or apply deploy/rbac.yaml.`;
  return { kind: "missing", ...of, cure };
}

interface Wanted {
  readonly resource: Resource;
  /** The namespace it is in; null for what is in none. */
  readonly scope: string | null;
  readonly word: string;
  readonly name: string;
}

async function checkObject(cluster: Cluster, wanted: Wanted, signal: AbortSignal): Promise<Finding> {
  const { resource, scope, word, name } = wanted;
  const what = `${word} ${name}`;
  const of = { what, subject: { kind: "object", resource: resource.resource, name } } as const;
  const path = apiPath(resource, scope, name);
  const answer = await patiently(cluster, () => cluster.request({ method: "GET", path }, signal), signal);
  if (answer.kind === "answered") return { kind: "present", ...of, object: answer.value };
  if (answer.kind === "refused" && isMissing(answer, resource)) {
    const where = scope === null ? "" : ` in the namespace ${scope}`;
    return { kind: "missing", ...of, cure: `Create the ${what}${where}, or name another.` };
  }
  return { kind: "unchecked", ...of, because: because(answer) };
}

/** An unknown path is no missing object; a missing namespace is, for whatever is in it. */
function isMissing({ refusal }: Extract<Trouble, { kind: "refused" }>, { resource }: Resource): boolean {
  return refusal.kind === "not-found" && (refusal.resource === resource || refusal.resource === "namespaces");
}

function because(trouble: Trouble): string {
  if (trouble.kind === "refused" && trouble.refusal.kind === "not-permitted") {
    const { verb, resource } = trouble.refusal.missing;
    return `It can't be checked, because we may not ${verb} ${resource}.`;
  }
  return `It can't be checked. ${explainTrouble(trouble).sentence}`;
}

function core(resource: string): Resource {
  return { group: "", resource };
}

function patiently<T>(
  { clock }: Cluster,
  ask: () => Promise<Answer<T>>,
  signal: AbortSignal,
): Promise<Answer<T>> {
  return askRepeatedly(clock, "nothing", ATTEMPTS, ask, signal);
}
