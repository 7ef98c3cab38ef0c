import { logEndOf, type LogEnd, type LogOutcome } from "../../log/log-end.ts";
import type { Cluster } from "../cluster.ts";
import type { StreamAnswer, StreamEnd, Trouble } from "../request/answer.ts";
import { apiPath } from "../request/api-request.ts";

export interface LogAsk {
  readonly pod: string;
  readonly container: string;
  /** Whether to wait for more after what is there. */
  readonly follow: boolean;
  readonly timestamps: boolean;
  /** In whole seconds: the API server drops what is less. */
  readonly sinceTime: string | null;
  /** The log of the container before a restart. */
  readonly previous?: boolean;
  readonly limitBytes?: number;
  /** How long nothing may come before the connection is taken for dead. A quiet agent is reconnected to so often. */
  readonly idleMs: number;
}

/** Whoever takes the bytes. It is called at once, because a kubelet that is read from slowly leaves lines out. */
export interface LogSink {
  /** The server sends a log; not one byte may have come yet. */
  readonly opened: () => void;
  readonly take: (bytes: Uint8Array) => void;
  /** The connection is over: gives what the kubelet itself said in the body, as `LogReader` tells it. */
  readonly closed: () => { readonly inBand: string | null };
}

export type LogRead = LogEnd | { readonly kind: "aborted" };

/** Reads a container's log until it ends, in whatever way. It rejects only with what the sink throws. */
export async function readPodLog(
  cluster: Cluster,
  ask: LogAsk,
  sink: LogSink,
  signal: AbortSignal,
): Promise<LogRead> {
  const path = apiPath({ group: "", resource: "pods", subresource: "log" }, cluster.namespace, ask.pod);
  const request = { method: "GET", path, query: queryOf(ask), idleMs: ask.idleMs } as const;
  const answer = await cluster.stream(request, signal);
  if (answer.kind !== "opened") {
    sink.closed();
    return readOf(outcomeOf(answer));
  }
  sink.opened();
  const end = await drain(answer, sink);
  const { inBand } = sink.closed();
  return end === "aborted" ? { kind: "aborted" } : readOf({ kind: "ended", how: end, inBand });
}

async function drain(opened: Extract<StreamAnswer, { kind: "opened" }>, sink: LogSink): Promise<StreamEnd> {
  for await (const chunk of opened.chunks) sink.take(chunk);
  return opened.end() ?? "reset";
}

function readOf(outcome: LogOutcome | { readonly kind: "aborted" }): LogRead {
  return outcome.kind === "aborted" ? outcome : logEndOf(outcome);
}

function outcomeOf(trouble: Trouble): LogOutcome | { readonly kind: "aborted" } {
  switch (trouble.kind) {
    case "aborted":
      return trouble;
    case "refused": {
      const { status, message, retryAfterMs, kind } = trouble.refusal;
      const details = kind === "not-found" ? { kind: trouble.refusal.resource } : {};
      return { kind: "answered", status, body: JSON.stringify({ message, details }), retryAfterMs };
    }
    // Without credentials nothing is reached either; the next request that needs an answer tells why.
    case "no-credentials":
    case "unreachable":
    case "untrusted":
    case "cut":
    case "timeout":
    case "garbled":
      return { kind: "unreachable" };
  }
}

function queryOf({
  container,
  follow,
  timestamps,
  sinceTime,
  previous,
  limitBytes,
}: LogAsk): Record<string, string> {
  return {
    container,
    ...(follow ? { follow: "true" } : {}),
    ...(timestamps ? { timestamps: "true" } : {}),
    ...(sinceTime === null ? {} : { sinceTime }),
    ...(previous === true ? { previous: "true" } : {}),
    ...(limitBytes === undefined ? {} : { limitBytes: String(limitBytes) }),
  };
}
