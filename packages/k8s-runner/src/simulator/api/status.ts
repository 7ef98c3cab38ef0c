import { qualified, qualifiedKind } from "./resources.ts";
import type { Resource } from "./resources.ts";

/** What the API server says instead of an object: always with these fields, of which clients read some. */
export interface Status {
  readonly kind: "Status";
  readonly apiVersion: "v1";
  readonly metadata: object;
  readonly status: "Success" | "Failure";
  readonly message?: string;
  readonly reason?: string;
  readonly details?: StatusDetails;
  readonly code?: number;
}

export interface StatusDetails {
  readonly name?: string;
  readonly group?: string;
  readonly kind?: string;
  readonly uid?: string;
  readonly causes?: readonly Cause[];
  readonly retryAfterSeconds?: number;
}

export interface Cause {
  readonly reason: string;
  readonly message: string;
  readonly field?: string;
}

/** Thrown by whatever serves a request, to be the answer. */
export class Refusal extends Error {
  readonly status: Status;
  readonly code: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: number, reason: string, message: string, details?: StatusDetails) {
    super(message);
    this.name = "Refusal";
    this.code = code;
    this.headers =
      details?.retryAfterSeconds === undefined ? {} : { "Retry-After": String(details.retryAfterSeconds) };
    this.status = failure(code, reason, message, details);
  }
}

export function failure(code: number, reason: string, message: string, details?: StatusDetails): Status {
  return {
    kind: "Status",
    apiVersion: "v1",
    metadata: {},
    status: "Failure",
    message,
    ...(reason === "" ? {} : { reason }),
    ...(details === undefined ? {} : { details }),
    code,
  };
}

export function success(resource: Resource, name: string, uid: string): Status {
  const details = { name, ...groupOf(resource), kind: resource.name, uid };
  return { kind: "Status", apiVersion: "v1", metadata: {}, status: "Success", details };
}

export function notFound(resource: Resource, name: string): Refusal {
  const details = { name, ...groupOf(resource), kind: resource.name };
  return new Refusal(404, "NotFound", `${qualified(resource)} "${name}" not found`, details);
}

/** The answer to a path that leads nowhere. */
export function noSuchPath(): Refusal {
  return new Refusal(404, "NotFound", "the server could not find the requested resource", {});
}

/** Of an object that is being deleted it is said so; from Kubernetes' source, and not recorded. */
export function alreadyExists(resource: Resource, name: string, isGoing: boolean): Refusal {
  const details = { name, ...groupOf(resource), kind: resource.name };
  const going = isGoing ? "object is being deleted: " : "";
  return new Refusal(
    409,
    "AlreadyExists",
    `${going}${qualified(resource)} "${name}" already exists`,
    details,
  );
}

export function conflict(resource: Resource, name: string, why: string): Refusal {
  const details = { name, ...groupOf(resource), kind: resource.name };
  const message = `Operation cannot be fulfilled on ${qualified(resource)} "${name}": ${why}`;
  return new Refusal(409, "Conflict", message, details);
}

/** A precondition of a delete is told with the kind, not the resource. */
export function preconditionFailed(resource: Resource, name: string, why: string): Refusal {
  const details = { name, ...groupOf(resource), kind: resource.kind };
  const message = `Operation cannot be fulfilled on ${qualifiedKind(resource)} "${name}": ${why}`;
  return new Refusal(409, "Conflict", message, details);
}

export function badRequest(message: string): Refusal {
  return new Refusal(400, "BadRequest", message);
}

export function invalid(resource: Resource, name: string, causes: readonly Cause[]): Refusal {
  const told = causes.map((cause) => `${cause.field ?? ""}: ${cause.message}`);
  const all = told.length === 1 ? told.join("") : `[${told.join(", ")}]`;
  const message = `${qualifiedKind(resource)} "${name}" is invalid: ${all}`;
  return new Refusal(422, "Invalid", message, { name, ...groupOf(resource), kind: resource.kind, causes });
}

export function forbidden(resource: Resource, name: string, why: string): Refusal {
  const subject = name === "" ? qualified(resource) : `${qualified(resource)} "${name}"`;
  const details = { ...(name === "" ? {} : { name }), ...groupOf(resource), kind: resource.name };
  return new Refusal(403, "Forbidden", `${subject} is forbidden: ${why}`, details);
}

export function namespaceTerminating(resource: Resource, name: string, namespace: string): Refusal {
  const why = `unable to create new content in namespace ${namespace} because it is being terminated`;
  const cause = {
    reason: "NamespaceTerminating",
    message: `namespace ${namespace} is being terminated`,
    field: "metadata.namespace",
  };
  const { status } = forbidden(resource, name, why);
  return new Refusal(403, "Forbidden", status.message ?? "", { ...status.details, causes: [cause] });
}

/** The body of an HTTP error that a fault plan asks for; texts as the API server and its proxies write them. */
export function trouble(code: 429 | 500 | 503 | 504, retryAfterSeconds?: number): Refusal {
  const wait = retryAfterSeconds === undefined ? undefined : { retryAfterSeconds };
  switch (code) {
    case 429:
      return new Refusal(429, "TooManyRequests", "Too many requests, please try again later.", wait);
    case 500:
      return new Refusal(500, "InternalError", "Internal error occurred: etcdserver: leader changed", {
        causes: [{ reason: "", message: "etcdserver: leader changed" }],
      });
    case 503:
      return new Refusal(
        503,
        "ServiceUnavailable",
        "the server is currently unable to handle the request",
        wait,
      );
    case 504:
      return new Refusal(
        504,
        "Timeout",
        "Timeout: request did not complete within the allotted timeout",
        wait,
      );
  }
}

/** `details.group` is left out for the core group. */
function groupOf(resource: Resource): { readonly group?: string } {
  return resource.group === "" ? {} : { group: resource.group };
}
