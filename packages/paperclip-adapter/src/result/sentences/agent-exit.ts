import { lastKnown, type Evidence, type PodFacts, type TerminatedState } from "@runverdict/classifier";
import { ownWords } from "./own-words.ts";

/** How the agent's container ended, in the words that the cluster has for it. */
export interface AgentExit {
  readonly exitCode: number | null;
  /** Its name for a process without a pod, and its number for a container, of which runtimes seldom tell one. */
  readonly signal: string | null;
  readonly reason: string | null;
  readonly message: string | null;
}

/** Null where nobody saw it end. */
export function agentExit(evidence: Evidence): AgentExit | null {
  const state = terminatedState(podOf(evidence));
  if (state !== null)
    return {
      exitCode: state.exitCode,
      signal: state.signal === null ? null : `${state.signal}`,
      reason: state.reason,
      message: ownWords(state.message),
    };
  const { exit } = evidence.run;
  if (exit === null) return null;
  const unsaid = { reason: null, message: null };
  return exit.kind === "code"
    ? { exitCode: exit.code, signal: null, ...unsaid }
    : { exitCode: null, signal: exit.signal, ...unsaid };
}

/**
 * The run's pod as it was last seen. A pod of another Job is not ours, whatever its name: a stale one of an earlier
 * attempt gave a wrong exit code once.
 */
export function podOf(evidence: Evidence): PodFacts | null {
  const pod = lastKnown(evidence.pod);
  const owner = pod?.jobUid ?? null;
  const ours = lastKnown(evidence.job)?.uid ?? null;
  return owner !== null && ours !== null && owner !== ours ? null : pod;
}

/**
 * Whether the server says that there is no pod any more, and nothing that we did explains it. Only then may anybody be
 * told that it was taken: consumers read that as the fault of the infrastructure.
 */
export function isPodTaken({ pod, run }: Evidence): boolean {
  return pod.kind === "absent" && run.intents.length === 0;
}

/** Between restarts the container waits, and how it ended last stands beside that. */
function terminatedState(pod: PodFacts | null): TerminatedState | null {
  const agent = pod?.agent ?? null;
  if (agent === null) return null;
  if (agent.state.kind === "terminated") return agent.state;
  return agent.state.kind === "waiting" ? agent.lastTerminated : null;
}
