import type { IncomingMessage } from "node:http";
import { at, isObject, textAt } from "./json.ts";
import type { Json } from "./json.ts";
import type { Route } from "./route.ts";
import { badRequest, forbidden, Refusal } from "./status.ts";

/** One thing that the caller may do; `*` stands for any. A subresource is named with its resource: `pods/log`. */
export interface Permission {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  /** Absent: in every namespace. */
  readonly namespace?: string;
}

/** Who calls, and what they may do. */
export interface Access {
  readonly user: string;
  /** The bearer token that is asked for; null lets everybody in. */
  readonly token: string | null;
  readonly permissions: readonly Permission[];
}

export const EVERYTHING: readonly Permission[] = [{ verb: "*", group: "*", resource: "*" }];

/** Throws the 401 or 403 that the API server would give. */
export function checkAccess(access: Access, request: IncomingMessage, route: Route): void {
  const token = tokenOf(request);
  if (access.token !== null && token !== null && token !== access.token) {
    throw new Refusal(401, "Unauthorized", "Unauthorized");
  }
  const isAnonymous = access.token !== null && token === null;
  const resource = resourceOf(route);
  const wanted = { verb: route.verb, group: route.resource.group, resource, namespace: route.namespace };
  if (!isAnonymous && isAllowed(access.permissions, wanted)) return;
  const user = isAnonymous ? "system:anonymous" : access.user;
  const where = route.namespace === "" ? "at the cluster scope" : `in the namespace "${route.namespace}"`;
  const why = `User "${user}" cannot ${route.verb} resource "${resource}" in API group "${wanted.group}" ${where}`;
  throw forbidden(route.resource, route.name, why);
}

/** Answers a SelfSubjectAccessReview. */
export function reviewAccess(access: Access, body: Json | undefined): Json {
  const asked = at(body, "spec", "resourceAttributes");
  if (!isObject(body) || !isObject(asked)) {
    throw badRequest("spec.resourceAttributes is required: this server reviews nothing else");
  }
  const subresource = textAt(asked, "subresource");
  const resource = textAt(asked, "resource") + (subresource === "" ? "" : `/${subresource}`);
  const wanted = {
    verb: textAt(asked, "verb"),
    group: textAt(asked, "group"),
    resource,
    namespace: textAt(asked, "namespace"),
  };
  const allowed = isAllowed(access.permissions, wanted);
  const reason = allowed ? { reason: 'RBAC: allowed by RoleBinding "runner/agents" of Role "runner"' } : {};
  return {
    kind: "SelfSubjectAccessReview",
    apiVersion: "authorization.k8s.io/v1",
    metadata: { creationTimestamp: null },
    spec: body["spec"] ?? {},
    status: { allowed, ...reason },
  };
}

interface Wanted {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly namespace: string;
}

function isAllowed(permissions: readonly Permission[], wanted: Wanted): boolean {
  return permissions.some(
    (one) =>
      matches(one.verb, wanted.verb) &&
      matches(one.group, wanted.group) &&
      matches(one.resource, wanted.resource) &&
      (one.namespace === undefined || one.namespace === wanted.namespace),
  );
}

function matches(allowed: string, wanted: string): boolean {
  return allowed === "*" || allowed === wanted;
}

function resourceOf({ resource, subresource }: Route): string {
  return subresource === null ? resource.name : `${resource.name}/${subresource}`;
}

function tokenOf(request: IncomingMessage): string | null {
  return /^Bearer (\S+)$/.exec(request.headers.authorization ?? "")?.[1] ?? null;
}
