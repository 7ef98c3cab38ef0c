import { quotable } from "@runverdict/classifier/kubernetes";
import type { Trouble } from "./answer.ts";
import { distrustOf } from "./distrust.ts";

/** The failure stands in the cause of `fetch failed`, or in the cause of that. */
const DEEPEST_CAUSE = 4;

/** What an exception of the transport says about the request: that it was never sent, or that nobody knows. */
export function transportTrouble(error: unknown): Trouble {
  const causes = causesOf(error);
  const code = causes.map((cause) => textOf(cause, "code")).find((one) => one !== null) ?? null;
  const message = say(code, causes.at(-1));
  const why = code === null ? null : distrustOf(code);
  // OpenSSL's own words are addresses of its memory and lines of its source.
  if (why !== null) return { kind: "untrusted", why, message: code?.startsWith("ERR_SSL_") ? code : message };
  return { kind: causes.some(isUnsent) ? "unreachable" : "cut", message };
}

function causesOf(error: unknown): readonly unknown[] {
  const causes: unknown[] = [];
  let cause = error;
  while (cause instanceof Error && causes.length < DEEPEST_CAUSE) {
    causes.push(cause);
    // Where a name has several addresses, each attempt failed for itself.
    cause = cause instanceof AggregateError ? cause.errors[0] : cause.cause;
  }
  return causes;
}

/** Names are resolved and connections made before a byte of the request is sent. */
function isUnsent(cause: unknown): boolean {
  const code = textOf(cause, "code") ?? "";
  return (
    /^(?:connect|getaddrinfo)$/.test(textOf(cause, "syscall") ?? "") ||
    code === "ECONNREFUSED" ||
    code === "UND_ERR_CONNECT_TIMEOUT" ||
    // fetch asks nobody at the ports of other protocols.
    textOf(cause, "message") === "bad port"
  );
}

function say(code: string | null, cause: unknown): string {
  const message = cause instanceof Error ? cause.message : "";
  const words = code === null || message.includes(code) ? message : `${code}: ${message}`;
  return quotable(words === "" ? "the connection failed" : words);
}

function textOf(value: unknown, key: string): string | null {
  if (typeof value !== "object" || value === null) return null;
  const text: unknown = Reflect.get(value, key);
  return typeof text === "string" ? text : null;
}
