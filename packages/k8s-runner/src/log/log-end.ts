import { parsedJson } from "../parsed-json.ts";

/** What became of a request for a log, as the transport saw it. */
export type LogOutcome =
  | {
      /** The server refused: any status but 200. */
      readonly kind: "answered";
      readonly status: number;
      /** The beginning of the body; a Status object where the API server itself answered. */
      readonly body: string;
      readonly retryAfterMs: number | null;
    }
  /** There was no answer at all. */
  | { readonly kind: "unreachable" }
  | {
      /** The server answered 200, and the body ended, broke off, or was given up because nothing came any more. */
      readonly kind: "ended";
      readonly how: "eof" | "reset" | "idle";
      /** What the kubelet itself said in the body. */
      readonly inBand: string | null;
    };

/**
 * Why there is no log connection, or none any more. No kind of it proves that the container ended: a kubelet that was
 * restarted gave a clean EOF while the container ran on.
 */
export type LogEnd =
  | { readonly kind: "eof" }
  | { readonly kind: "reset" }
  | { readonly kind: "idle" }
  | { readonly kind: "unreachable" }
  /** The kubelet could not read the log on, or not at all. */
  | { readonly kind: "kubelet-error"; readonly message: string }
  /** The container has not started; the reason is the kubelet's word for it, such as `ContainerCreating`. */
  | { readonly kind: "waiting"; readonly reason: string }
  /** What was asked for is not there: the pod, its node, the container's log, or that of the container before it. */
  | { readonly kind: "gone"; readonly what: "pod" | "node" | "container" | "previous" }
  /** The pod has no container of this name. */
  | { readonly kind: "misnamed"; readonly message: string }
  | { readonly kind: "unauthenticated" }
  | { readonly kind: "forbidden"; readonly message: string }
  | { readonly kind: "throttled"; readonly retryAfterMs: number | null }
  | { readonly kind: "server-error"; readonly status: number; readonly message: string }
  /** Any other answer. */
  | { readonly kind: "refused"; readonly status: number; readonly message: string };

const LONGEST_MESSAGE = 300;

/** As much of a body as is read; real Status objects have a few hundred letters. */
const LONGEST_BODY = 16_384;

export function logEndOf(outcome: LogOutcome): LogEnd {
  if (outcome.kind === "unreachable") return outcome;
  if (outcome.kind === "answered") return refusalOf(outcome);
  if (outcome.inBand === null) return { kind: outcome.how };
  return { kind: "kubelet-error", message: printable(outcome.inBand) };
}

function refusalOf({ status, body, retryAfterMs }: Extract<LogOutcome, { kind: "answered" }>): LogEnd {
  const answer = statusOf(body.slice(0, LONGEST_BODY));
  const { message } = answer;
  if (status === 400) return badRequest(message);
  if (status === 401) return { kind: "unauthenticated" };
  if (status === 403) return { kind: "forbidden", message };
  if (status === 404) return { kind: "gone", what: answer.isNode ? "node" : "pod" };
  if (status === 429) return { kind: "throttled", retryAfterMs };
  if (status >= 500) return { kind: "server-error", status, message };
  return { kind: "refused", status, message };
}

/** The kubelet says only in words why there is no log. */
function badRequest(message: string): LogEnd {
  const waiting = / is waiting to start(?:: | - )/.exec(message);
  if (waiting !== null) return { kind: "waiting", reason: message.slice(waiting.index + waiting[0].length) };
  if (message.endsWith(" does not have a host assigned"))
    return { kind: "waiting", reason: "no host assigned" };
  if (/^previous terminated container .* not found$/.test(message)) return { kind: "gone", what: "previous" };
  if (/^container .* in pod .* is (?:terminated|not available)$/.test(message))
    return { kind: "gone", what: "container" };
  if (/^container .* is not valid for pod /.test(message)) return { kind: "misnamed", message };
  if (message.startsWith("a container name must be specified")) return { kind: "misnamed", message };
  return { kind: "refused", status: 400, message };
}

interface StatusFields {
  readonly message: string;
  readonly isNode: boolean;
}

/** A Status object, or the plain text of a proxy between. */
function statusOf(body: string): StatusFields {
  const status = fieldsOf(parsedJson(body));
  const message = status.get("message");
  const kind = fieldsOf(status.get("details")).get("kind");
  return { message: printable(typeof message === "string" ? message : body), isNode: kind === "nodes" };
}

function fieldsOf(value: unknown): ReadonlyMap<string, unknown> {
  return new Map(typeof value === "object" && value !== null ? Object.entries(value) : []);
}

/** One line, without control characters, of bounded length. */
function printable(text: string): string {
  return text
    .slice(0, 2 * LONGEST_MESSAGE)
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029\s]+/gu, " ")
    .trim()
    .slice(0, LONGEST_MESSAGE);
}
