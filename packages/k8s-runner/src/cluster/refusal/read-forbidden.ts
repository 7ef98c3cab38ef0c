import { quotable } from "@runverdict/classifier/kubernetes";
import type { StatusObject } from "./status-object.ts";

/** Why somebody who was recognised may not do it. */
export type Forbidden =
  /** RBAC: no role allows it. */
  | { readonly kind: "not-permitted"; readonly missing: MissingPermission }
  | { readonly kind: "quota-exceeded"; readonly quota: string; readonly what: string }
  | { readonly kind: "namespace-terminating"; readonly namespace: string | null }
  /** A webhook or a ValidatingAdmissionPolicy said no. */
  | { readonly kind: "admission-denied"; readonly by: string }
  /** Pod Security admission: the level, and what violates it. */
  | { readonly kind: "pod-security"; readonly level: string; readonly violations: string }
  | { readonly kind: "forbidden" };

export interface MissingPermission {
  readonly verb: string;
  /** With its subresource: `pods/log`. */
  readonly resource: string;
  readonly group: string;
  /** Null: at the cluster scope. */
  readonly namespace: string | null;
  readonly user: string;
}

/** Only the words tell these apart; they are the API server's own, as recorded or as its source has them. */
export function readForbidden({ message, causes }: StatusObject): Forbidden {
  const terminating = causes.find(({ reason }) => reason === "NamespaceTerminating");
  if (terminating !== undefined || message.endsWith(" because it is being terminated"))
    return { kind: "namespace-terminating", namespace: namespaceIn(message) };
  const at = message.indexOf(" is forbidden: ");
  const why = at === -1 ? message : message.slice(at + " is forbidden: ".length);
  return (
    readRbac(why) ?? readQuota(why) ?? readPodSecurity(why) ?? readAdmission(why) ?? { kind: "forbidden" }
  );
}

function namespaceIn(message: string): string | null {
  return /\bin namespace ([a-z0-9-]{1,63}) because\b/.exec(message)?.[1] ?? null;
}

const rbac =
  /^User "([^"]{0,253})" cannot ([a-z*]{1,32}) resource "([a-z0-9./*-]{1,253})" in API group "([a-z0-9.-]{0,253})" (?:in the namespace "([a-z0-9-]{1,63})"|at the cluster scope)/;

function readRbac(why: string): Forbidden | null {
  const [, user = "", verb = "", resource = "", group = "", namespace = null] = rbac.exec(why) ?? [];
  if (verb === "") return null;
  return { kind: "not-permitted", missing: { verb, resource, group, namespace, user: quotable(user) } };
}

function readQuota(why: string): Forbidden | null {
  const [, quota, what] = /^(?:exceeded|failed) quota: ([a-z0-9.-]{1,253})[,:] (.*)$/.exec(why) ?? [];
  return quota === undefined ? null : { kind: "quota-exceeded", quota, what: quotable(what ?? "") };
}

function readPodSecurity(why: string): Forbidden | null {
  const [, level, violations] = /^violates PodSecurity "([a-z0-9.:-]{1,64})": (.*)$/.exec(why) ?? [];
  return level === undefined
    ? null
    : { kind: "pod-security", level, violations: quotable(violations ?? "", 400) };
}

function readAdmission(why: string): Forbidden | null {
  const webhook = /^admission webhook "([^"]{1,253})" denied the request\b/.exec(why)?.[1];
  if (webhook !== undefined) return { kind: "admission-denied", by: `webhook ${quotable(webhook)}` };
  const policy = /^ValidatingAdmissionPolicy '([^']{1,253})'/.exec(why)?.[1];
  return policy === undefined ? null : { kind: "admission-denied", by: `policy ${quotable(policy)}` };
}
