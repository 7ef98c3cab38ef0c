import { printable, quotable } from "@runverdict/classifier/kubernetes";
import { parsedJson } from "../../parsed-json.ts";
import { member } from "../../member.ts";

/** What the API server says instead of an object. Every field is a stranger's, or missing. */
export interface StatusObject {
  readonly reason: string | null;
  /** Printable, and long enough to be understood by its words; not yet fit to be shown. */
  readonly message: string;
  readonly name: string | null;
  /** The resource or the kind, whichever the server names. */
  readonly kind: string | null;
  readonly retryAfterMs: number | null;
  readonly causes: readonly StatusCause[];
}

export interface StatusCause {
  readonly reason: string | null;
  readonly field: string | null;
  readonly message: string;
}

const LONGEST_BODY = 65_536;
const LONGEST_MESSAGE = 8192;
const LONGEST_NAME = 253;
const MOST_CAUSES = 32;

/** Reads a Status; of anything else, such as a proxy's page, the beginning is the message. */
export function readStatus(body: string): StatusObject {
  const status = parsedJson(body.slice(0, LONGEST_BODY));
  const details = member(status, "details");
  const seconds = member(details, "retryAfterSeconds");
  const causes = member(details, "causes");
  const message = text(member(status, "message"));
  return {
    reason: text(member(status, "reason")),
    message: printable((message ?? body).slice(0, LONGEST_MESSAGE)),
    name: name(member(details, "name")),
    kind: name(member(details, "kind")),
    retryAfterMs: typeof seconds === "number" && seconds > 0 ? Math.min(seconds, 600) * 1000 : null,
    causes: Array.isArray(causes) ? causes.slice(0, MOST_CAUSES).map(readCause) : [],
  };
}

function readCause(cause: unknown): StatusCause {
  return {
    reason: text(member(cause, "reason")),
    field: name(member(cause, "field")),
    message: quotable(text(member(cause, "message")) ?? ""),
  };
}

/** A name, or the path of a field, fit to be shown. The server repeats names that were never valid. */
function name(value: unknown): string | null {
  const given = text(value);
  return given === null ? null : quotable(given, LONGEST_NAME);
}

function text(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? printable(value.slice(0, LONGEST_MESSAGE)) : null;
}
