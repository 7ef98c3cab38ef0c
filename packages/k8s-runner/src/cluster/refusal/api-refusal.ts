import { quotable } from "@runverdict/classifier/kubernetes";
import { readForbidden, type Forbidden } from "./read-forbidden.ts";
import { readStatus, type StatusObject } from "./status-object.ts";

/** An answer of the API server that is no success, by what it means for whoever asked. */
export type ApiRefusal = RefusalWords & RefusalKind;

export interface RefusalWords {
  readonly status: number;
  /** Kubernetes' own word for it, such as `AlreadyExists`. */
  readonly reason: string | null;
  /** One bounded, printable line without what looks like a secret. */
  readonly message: string;
  /** How long the server asks us to wait. */
  readonly retryAfterMs: number | null;
}

export type RefusalKind =
  | { readonly kind: "bad-request" }
  | { readonly kind: "unauthenticated" }
  | Forbidden
  /** `resource` is null where the server knows no such API. A missing namespace is told as `namespaces`. */
  | { readonly kind: "not-found"; readonly resource: string | null; readonly name: string | null }
  | { readonly kind: "already-exists"; readonly name: string | null }
  /** The object is another one by now, or a newer version of the same. */
  | { readonly kind: "conflict"; readonly with: "uid" | "version" }
  /** A resourceVersion or a continue token that the server no longer remembers. */
  | { readonly kind: "expired" }
  | { readonly kind: "too-large" }
  | { readonly kind: "invalid"; readonly fields: readonly InvalidField[] }
  /** A test of a JSON Patch failed, or its path leads nowhere: the object is not what the patch was made for. */
  | { readonly kind: "patch-failed" }
  | { readonly kind: "throttled"; readonly by: "server" | "disruption-budget" }
  /** A webhook that has to be asked did not answer; nothing was stored. */
  | { readonly kind: "webhook-failed"; readonly webhook: string | null }
  | { readonly kind: "leader-changed" }
  | { readonly kind: "server-timeout" }
  | { readonly kind: "server-error" }
  | { readonly kind: "unexpected" };

export interface InvalidField {
  /** Such as `spec.template.spec.containers[0].image`. */
  readonly field: string;
  readonly message: string;
}

const LONGEST_MESSAGE = 600;

/** `afterMs` is what the `Retry-After` header says; the body may say it too. */
export function apiRefusal(status: number, body: string, afterMs: number | null): ApiRefusal {
  const said = readStatus(body);
  return {
    status,
    reason: said.reason === null ? null : quotable(said.reason, 80),
    message: quotable(said.message, LONGEST_MESSAGE),
    retryAfterMs: afterMs ?? said.retryAfterMs,
    ...kindOf(status, said),
  };
}

function kindOf(status: number, said: StatusObject): RefusalKind {
  if (status === 401) return { kind: "unauthenticated" };
  if (status >= 400 && status < 500) {
    const denied = readForbidden(said);
    // A webhook denies with whatever status it likes.
    if (denied.kind !== "forbidden" || status === 403) return denied;
  }
  switch (status) {
    case 400:
      return { kind: "bad-request" };
    case 404:
      return notFound(said);
    case 409:
      return conflict(said);
    case 410:
      return { kind: "expired" };
    case 413:
      return { kind: "too-large" };
    case 422:
      return unprocessable(said);
    case 429:
      return { kind: "throttled", by: isBudget(said) ? "disruption-budget" : "server" };
    default:
      return status >= 500 ? serverFault(status, said) : { kind: "unexpected" };
  }
}

function notFound({ kind, name }: StatusObject): RefusalKind {
  return { kind: "not-found", resource: kind === "" ? null : kind, name };
}

function conflict({ reason, name, message }: StatusObject): RefusalKind {
  if (reason === "AlreadyExists") return { kind: "already-exists", name };
  return { kind: "conflict", with: /\bUID in (?:the )?precondition\b/.test(message) ? "uid" : "version" };
}

function unprocessable({ causes, message }: StatusObject): RefusalKind {
  const fields = causes.flatMap(({ field, message: why }) =>
    field === null ? [] : [{ field, message: why }],
  );
  if (fields.length === 0 && /^(?:the server rejected our request|testing value )/i.test(message))
    return { kind: "patch-failed" };
  return { kind: "invalid", fields };
}

function isBudget({ causes }: StatusObject): boolean {
  return causes.some(({ reason }) => reason === "DisruptionBudget");
}

function serverFault(status: number, { message, reason }: StatusObject): RefusalKind {
  const webhook = /\bfailed calling webhook(?: "([^"]{1,253})")?/.exec(message);
  if (webhook !== null) return { kind: "webhook-failed", webhook: webhook[1] ?? null };
  if (message.includes("etcdserver: leader changed")) return { kind: "leader-changed" };
  if (/\b(?:etcdserver: request is too large|trying to send message larger than max)\b/.test(message))
    return { kind: "too-large" };
  if (status === 504 || reason === "Timeout" || reason === "ServerTimeout") return { kind: "server-timeout" };
  return message.includes("etcdserver: request timed out")
    ? { kind: "server-timeout" }
    : { kind: "server-error" };
}
