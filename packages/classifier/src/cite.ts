import type { Evidence } from "./evidence.ts";
import { plainMessage, quotable } from "./quote.ts";
import type { Claim, Source } from "./verdict.ts";

/**
 * A claim with its proof: the value that stands at `path` in the evidence, quoted. The path is followed here, so that a
 * quote can't differ from its source; a path that leads nowhere is a mistake of ours, and gives no claim. Of a text with
 * several lines `part` is the one that says it.
 */
export function cite(evidence: Evidence, claim: string, path: string, part?: string): readonly Claim[] {
  const value = follow(evidence, path);
  if (value === null || value === undefined) return [];
  const said = part !== undefined && typeof value === "string" && value.includes(part) ? part : value;
  return [{ claim: quotable(claim), quote: quoteOf(said), path, source: sourceOf(path, evidence) }];
}

/** The value at a dotted path (`pod.value.agent.state.reason`), or null where the path leaves the evidence. */
export function follow(evidence: unknown, path: string): unknown {
  let value = evidence;
  for (const key of path.split(".")) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return null;
    value = Reflect.get(value, key);
  }
  return value;
}

function quoteOf(value: unknown): string {
  return typeof value === "string"
    ? plainMessage(value)
    : quotable(typeof value === "object" ? "(object)" : value);
}

/**
 * Whose word it is that stands there: the stream and stderr are the agent's, the testimony is the runner's; what the API
 * server answered is the cluster's, though the runner tells it; that nobody asked, or got no answer, is the runner's own.
 */
function sourceOf(path: string, { run, pod, job }: Evidence): Source {
  if (path.startsWith("stream.") || path.startsWith("run.stderr.")) return "agent";
  if (path === "run.create.http" || path === "run.create.message") {
    return run.create?.outcome === "blocked" ? "runner" : "cluster";
  }
  if (path === "pod.kind") return pod.kind === "absent" ? "cluster" : "runner";
  if (path === "job.kind") return job.kind === "absent" ? "cluster" : "runner";
  return path.startsWith("run.") ? "runner" : "cluster";
}
