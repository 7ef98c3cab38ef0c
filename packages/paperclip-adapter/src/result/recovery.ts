import { advise, type RetryAction, type RetryAdvice, type Verdict } from "@runverdict/classifier";
import type { ExecutionRecovery } from "../host/execution-result.ts";
import type { HostWords } from "./host-words.ts";
import type { RunEnd } from "./run-end.ts";

/** What is proven about the run, so that the host may do something again; null where nothing is. */
export function recoveryEvidence(end: RunEnd): ExecutionRecovery | null {
  const { atMost } = end.verdict.progress;
  if (atMost === "not_created" || atMost === "not_started") return bootstrap;
  return isInterrupted(end) ? interrupted : null;
}

/** Nothing of the agent's ran: what is done again is done for the first time. */
export const bootstrap: ExecutionRecovery = { kind: "bootstrap", providerWorkStarted: false };

const interrupted: ExecutionRecovery = {
  kind: "interrupted",
  providerStopped: true,
  sessionPreserved: true,
  actionOutcomes: "settled",
};

/** Stopped by the host, known to be gone, its session kept, and no tool call without its outcome in a whole log. */
function isInterrupted({ cancellation, session, verdict, stream, evidence }: RunEnd): boolean {
  if (cancellation?.confirmed !== true || verdict.session !== "keep") return false;
  if (!session.durable || session.sessionId === null || stream === null) return false;
  const isWhole = evidence.run.log?.completeness === "complete";
  return isWhole && stream.tools.open.length === 0 && stream.tasks.open.length === 0;
}

/** What the advice may say where another turn of the conversation is to follow by itself. */
const onward: ReadonlySet<RetryAction> = new Set<RetryAction>([
  "resume",
  "retry_after",
  "fresh_session",
  "more_memory",
  "more_disk",
]);

/**
 * Whether the host may be told that this was one turn of a conversation, so that it retries a failure, or takes the next
 * comment after a cancellation. `words` is null for a success, which needs no telling unless it was cancelled too late.
 */
export function mayGoOn(end: RunEnd, words: HostWords | null): boolean {
  if (!isConversationKept(end)) return false;
  // The host retries nothing that it cancelled itself, so no advice is asked; but its pods have to be gone.
  if (end.cancellation !== null) return end.cancellation.confirmed;
  return words?.continues === true && onward.has(adviceOn(end).action);
}

/**
 * The verdict's own advice takes it that the session lives on, and that nothing was tried before; here both are known.
 * An ending of which nobody can say the cause is worth one more try, where the host would make two.
 */
export function adviceOn({ verdict, session, tries }: RunEnd): RetryAdvice {
  const { notBefore } = verdict.retry;
  return advise({ ...verdict, notBefore }, { sessionDurable: session.durable, attempts: tries });
}

/** A session that is dropped is no loss where the next one finds the same files. */
function isConversationKept({ session, verdict }: RunEnd): boolean {
  return session.durable && (session.sessionId !== null || verdict.session === "drop");
}

/** When the cause is said to be over. A date of five digits comes from nowhere, and no database takes it. */
export function retryNotBefore({ retry }: Verdict): string | null {
  return retry.notBefore !== null && /^\d{4}-/.test(retry.notBefore) ? retry.notBefore : null;
}
