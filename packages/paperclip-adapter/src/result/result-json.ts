import { quotable } from "@runverdict/classifier";
import { CONTINUE_CONVERSATION } from "../host/continue-conversation.ts";
import { storableObject } from "./host-text.ts";
import type { HostWords } from "./host-words.ts";
import { adviceOn, mayGoOn } from "./recovery.ts";
import type { RunEnd } from "./run-end.ts";
import { agentExit, podOf } from "./sentences/agent-exit.ts";

/** Claims and competing codes beyond these say little, and 64 KiB is all that the host shows. */
const most = { evidence: 10, competing: 5, missing: 5 };

/** What stays of the run at the host: the verdict with its proof, whose Job it was, and what the host itself reads. */
export function resultJson(end: RunEnd, words: HostWords | null): Record<string, unknown> {
  return storableObject({
    verdict: verdictJson(end),
    run: runJson(end),
    ...stopReason(end, words),
    ...(end.cancellation?.confirmed === true
      ? { executionCancellation: acknowledged(end.cancellation.at, end.cancellation.forced) }
      : {}),
    ...(mayGoOn(end, words) ? { conversationContinuation: CONTINUE_CONVERSATION } : {}),
  });
}

/**
 * A run that the host stopped has the host's own reason. Ours would win over it, and one of ours lets an issue go on
 * without a proof that its agent is gone.
 */
function stopReason({ cancellation }: RunEnd, words: HostWords | null): Record<string, unknown> {
  const isOurs = cancellation === null && words !== null && words.stopReason !== null;
  return isOurs ? { stopReason: words.stopReason } : {};
}

/** What the host waits for after it asked a run to stop: that nothing of it is left. */
export function acknowledged(at: number, forced: boolean): Record<string, unknown> {
  return { state: "acknowledged", acknowledgedAt: new Date(at).toISOString(), forced };
}

/** Without the rules that were passed over: they are many, and `runverdict explain` tells them again. */
function verdictJson(end: RunEnd): Record<string, unknown> {
  const { passedOver: _, ...verdict } = end.verdict;
  return {
    ...verdict,
    retry: adviceOn(end),
    evidence: verdict.evidence.slice(0, most.evidence),
    competing: verdict.competing.slice(0, most.competing),
    missing: verdict.missing.slice(0, most.missing),
  };
}

function runJson({ evidence, run }: RunEnd): Record<string, unknown> {
  const pod = podOf(evidence);
  const exit = agentExit(evidence);
  return {
    namespace: quotable(run.namespace, 63),
    job: named(run.job, 63),
    jobUid: named(pod?.jobUid, 63),
    pod: named(pod?.name, 253),
    podUid: named(pod?.uid, 63),
    node: named(pod?.nodeName, 253),
    exitCode: exit?.exitCode ?? null,
    reason: named(exit?.reason, 80),
    create: evidence.run.create?.outcome ?? null,
    log: evidence.run.log?.completeness ?? null,
  };
}

function named(name: string | null | undefined, length: number): string | null {
  return name === null || name === undefined ? null : quotable(name, length);
}
