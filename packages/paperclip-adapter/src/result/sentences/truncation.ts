import { quotable, type Evidence } from "@runverdict/classifier";
import type { RunEnd } from "../run-end.ts";
import { agentExit, isPodTaken, podOf, type AgentExit } from "./agent-exit.ts";
import { modelHint } from "./model-hint.ts";

/**
 * The original's sentence for content without a result, letter for letter. That 137 is "commonly OOMKilled" is its
 * opinion; ours stands in the line below it.
 */
export function truncation({ evidence, stream }: RunEnd): string {
  return truncatedBy(describe(evidence), stream);
}

/**
 * The same where something took the pod. The original looked when it was gone, and consumers took "pod is gone" or "pod
 * was removed" for the sign; we often saw the exit before, so that the sign has to be given beside it.
 */
export function truncationByTakedown({ evidence, stream }: RunEnd): string {
  const isSeen = agentExit(evidence) !== null && isPodTaken(evidence);
  return truncatedBy(`${describe(evidence)}${isSeen ? "; pod was removed" : ""}`, stream);
}

function truncatedBy(cause: string, stream: RunEnd["stream"]): string {
  return `Claude run was truncated mid-stream${modelHint(stream)} — assistant produced content but no result event arrived; ${cause}`;
}

function describe(evidence: Evidence): string {
  const exit = agentExit(evidence);
  if (exit !== null) return describeExit(exit);
  if (isPodTaken(evidence)) {
    return "pod is gone — Job pod was removed (eviction, preemption, or external delete) before exit could be read";
  }
  if (evidence.pod.kind !== "found") return "pod state unavailable — exit cause unknown";
  const phase = podOf(evidence)?.phase ?? null;
  const hint = phase === null ? "pod present" : `pod phase=${quotable(phase, 40)}`;
  return `container terminated state not yet observable (${hint}) — kubelet status update did not land within retry window; exit cause unknown`;
}

function describeExit({ exitCode, signal, reason, message }: AgentExit): string {
  return [
    exitCode === null ? "no exit code" : `exit code ${exitCode}`,
    ...(exitCode === 137 ? ["SIGKILL (commonly OOMKilled)"] : []),
    ...(exitCode === 143 ? ["SIGTERM"] : []),
    ...(signal === null ? [] : [`signal ${quotable(signal, 40)}`]),
    ...(reason === null ? [] : [`reason=${quotable(reason, 80)}`]),
    ...(message === null ? [] : [`message=${quotable(message)}`]),
  ].join(", ");
}
