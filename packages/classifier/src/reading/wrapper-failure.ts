import { follow } from "../cite.ts";
import type { Evidence } from "../evidence.ts";
import { plainMessage } from "../quote.ts";
import type { AgentEnd } from "./agent-end.ts";

/** That the in-pod wrapper failed, whatever the agent was doing. */
export interface WrapperFailure {
  /** What it says went wrong: a stranger's text, ready to be quoted. */
  readonly problem: string;
  /** Whether the agent had written something by then, as far as the wrapper knows. */
  readonly agentWrote: boolean;
  readonly path: string;
}

/** The wrapper keeps 125 for failures of its own, as `env` and `timeout` do. */
const OWN_FAILURE = 125;
/** The kubelet keeps 4 KiB. */
const LONGEST_MESSAGE = 8192;

/**
 * Exit 125 alone may be anybody's, and the agent can write to the termination message as well; both together are the
 * wrapper's word. Null where they don't say it.
 */
export function readWrapperFailure(evidence: Evidence, end: AgentEnd): WrapperFailure | null {
  if (end.kind !== "ended" || end.exitCode !== OWN_FAILURE || end.statePath === null) return null;
  const path = `${end.statePath}.message`;
  const told = parsed(follow(evidence, path));
  if (follow(told, "runverdict") !== 1 || follow(told, "ending.kind") !== "wrapper-failed") return null;
  const problem = follow(told, "ending.problem");
  const agentWrote = Number(follow(told, "stdout.bytes")) > 0;
  return { problem: plainMessage(typeof problem === "string" ? problem : "", 160), agentWrote, path };
}

function parsed(message: unknown): unknown {
  if (typeof message !== "string" || message.length > LONGEST_MESSAGE) return null;
  try {
    return JSON.parse(message);
  } catch {
    return null;
  }
}
