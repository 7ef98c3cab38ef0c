import { hostText } from "./host-text.ts";
import type { HostWords } from "./host-words.ts";
import type { RunEnd } from "./run-end.ts";
import { sentenceFor } from "./sentence.ts";
import { agentExit, isPodTaken } from "./sentences/agent-exit.ts";

/**
 * Why the run failed: the sentence that consumers match on, where the original had one for it, and below it what
 * happened and what to do, in our own words.
 */
export function failureMessage(end: RunEnd, words: HostWords): string {
  const sentence = words.sentence === null ? null : sentenceFor(words.sentence, end);
  const lines = sentence === null ? [plainWords(end)] : [sentence, plainWords(end)];
  const message = hostText(lines.join("\n→ ")) ?? end.verdict.title;
  return mayClaimThePod(end, words) ? message : unclaimed(message);
}

/** What happened and what to do, for people. */
export function plainWords(end: RunEnd): string {
  const { title, summary, resolution } = end.verdict;
  // The classifier keeps two of the original's sentences as its summary. Each is for its own code, and said once.
  const what = legacySummary.test(summary) ? title : summary;
  return `${what}${/[.!?…]$/.test(what) ? "" : "."} ${resolution}${isSessionLost(end) ? " Its session went with the pod." : ""}`;
}

/** A resolution speaks of going on with the session, which takes a volume that outlives the pod. */
function isSessionLost({ verdict, session }: RunEnd): boolean {
  return verdict.session === "keep" && session.sessionId !== null && !session.durable;
}

const legacySummary = /^(?:Claude run was truncated mid-stream|K8s Job was deleted externally)\b/;

/**
 * Consumers read these words beside `claude_truncated` as "the infrastructure took it", and hand it to somebody else.
 * They are ours to say, so a stranger's termination message must not say them.
 */
function unclaimed(message: string): string {
  return message.replace(/(pod\s+)(is gone|was removed)/gi, '$1"$2"');
}

function mayClaimThePod({ evidence }: RunEnd, { sentence }: HostWords): boolean {
  if (!isPodTaken(evidence)) return false;
  return sentence === "taken" || (sentence === "truncated" && agentExit(evidence) === null);
}
