import type { ApiRefusal, InvalidField } from "./api-refusal.ts";
import type { MissingPermission } from "./read-forbidden.ts";

/** A refusal for people: what the API server said, and what to do about it. */
export interface Explained {
  readonly sentence: string;
  readonly cure: string;
}

export function explainRefusal(refusal: ApiRefusal): Explained {
  const [sentence, cure] = words(refusal);
  return { sentence, cure };
}

function words(refusal: ApiRefusal): readonly [string, string] {
  switch (refusal.kind) {
    case "bad-request":
      return [
        `The API server can't make sense of the request: ${told(refusal)}`,
        "Report it with this message.",
      ];
    case "unauthenticated":
      return ["The API server does not accept the credentials.", "Renew the token, or log in again."];
    case "not-permitted":
      return [permission(refusal.missing), grant(refusal.missing)];
    case "quota-exceeded":
      return [
        `The quota ${refusal.quota} does not allow it: ${refusal.what}.`,
        "Wait until other runs end, ask for less, or raise the quota.",
      ];
    case "namespace-terminating":
      return ["The namespace is being deleted.", "Choose another namespace, or wait and create it again."];
    case "admission-denied":
      return [
        `The ${refusal.by} denied it: ${told(refusal)}`,
        "Change what it objects to, or ask its owner.",
      ];
    case "pod-security":
      return [
        `The pod violates the Pod Security level ${refusal.level}: ${refusal.violations}.`,
        "Take out what violates it, or use a namespace with a lower level.",
      ];
    case "forbidden":
      return [`The API server forbids it: ${told(refusal)}`, "Ask whoever runs the cluster."];
    case "not-found":
      return notFound(refusal);
    case "already-exists":
      return [
        `${named(refusal.name)} exists already.`,
        "Take it over if it is the same, or choose another name.",
      ];
    case "conflict":
      return [`The object has changed meanwhile: ${told(refusal)}`, "Read it anew and decide again."];
    case "expired":
      return ["The server no longer remembers the version that was asked for.", "List anew."];
    case "too-large":
      return [
        "The object is too large for the cluster.",
        "Shorten the prompt, the files or the environment.",
      ];
    case "invalid":
      return [
        `The API server finds it invalid: ${invalid(refusal.fields, told(refusal))}`,
        "Correct these fields.",
      ];
    case "patch-failed":
      return ["The object is not what the patch was made for.", "Read it anew and decide again."];
    default:
      return passing(refusal);
  }
}

type Passing = Extract<
  ApiRefusal,
  {
    readonly kind:
      | "throttled"
      | "webhook-failed"
      | "leader-changed"
      | "server-timeout"
      | "server-error"
      | "unexpected";
  }
>;

/** What may be over in a while. */
function passing(refusal: Passing): readonly [string, string] {
  switch (refusal.kind) {
    case "throttled":
      return refusal.by === "server"
        ? ["The API server has too much to do.", "It is asked again later; fewer clients would help."]
        : ["A PodDisruptionBudget does not allow it now.", "Wait until enough other pods are up."];
    case "webhook-failed":
      return [
        `The webhook ${refusal.webhook ?? ""} has to be asked and does not answer: ${told(refusal)}`,
        "Bring the webhook back, or delete its configuration.",
      ];
    case "leader-changed":
      return ["The cluster's store changed its leader.", "It is over in seconds; ask again."];
    case "server-timeout":
      return [`The API server ran out of time: ${told(refusal)}`, "Ask again; look what was done before."];
    case "server-error":
      return [`The API server failed (HTTP ${refusal.status}): ${told(refusal)}`, "Ask again later."];
    case "unexpected":
      return [
        `The answer is none of the API server's (HTTP ${refusal.status}): ${told(refusal)}`,
        "Check that the address is the API server's, and what stands before it.",
      ];
  }
}

function told({ message, status }: ApiRefusal): string {
  return message === "" ? `HTTP ${status}.` : message;
}

function named(name: string | null): string {
  return name === null ? "The object" : `"${name}"`;
}

function permission({ user, verb, resource, group, namespace }: MissingPermission): string {
  const where = namespace === null ? "in the whole cluster" : `in the namespace ${namespace}`;
  return `${user === "" ? "We" : user} may not ${verb} ${resource}${group === "" ? "" : `.${group}`} ${where}.`;
}

function grant({ verb, resource, group }: MissingPermission): string {
  return `Grant the verb "${verb}" on the resource "${resource}" of the API group "${group}"; deploy/rbac.yaml has all that is needed.`;
}

function notFound(refusal: Extract<ApiRefusal, { kind: "not-found" }>): readonly [string, string] {
  const { resource, name } = refusal;
  if (resource === "namespaces" && name !== null)
    return [`The namespace ${name} does not exist.`, `Create it: \`kubectl create namespace ${name}\`.`];
  if (resource === null)
    return [
      "The API server has no such API.",
      "Check that the address is the API server's, and its version.",
    ];
  return [
    `There is no ${resource} ${named(name)}.`,
    "It was deleted, or never created; check the namespace.",
  ];
}

function invalid(fields: readonly InvalidField[], otherwise: string): string {
  if (fields.length === 0) return otherwise;
  return fields.map(({ field, message }) => `${field}: ${message}`).join("; ");
}
