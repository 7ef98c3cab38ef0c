import type { ParsedStream } from "@runverdict/stream-parser";
import type { Evidence } from "../evidence.ts";

/** Whether the end of the log was lost on its way: then a missing result says nothing about the agent. */
export function isTailLost({ run: { log } }: Evidence): boolean {
  if (log === null) return false;
  if (log.completeness === "tail_lost") return true;
  return log.end === "reset" && log.completeness !== "complete";
}

/** Whether any part of the log is known to be lost: then missing lines prove nothing. */
export function isLogLossy(evidence: Evidence): boolean {
  const completeness = evidence.run.log?.completeness ?? null;
  return isTailLost(evidence) || completeness === "head_lost" || completeness === "gap";
}

/** `unproven` alone changes no code, but nobody should be sure of what an unproven log does not say. */
export function isLogUnproven(evidence: Evidence): boolean {
  return evidence.run.log?.completeness === "unproven" || isLogLossy(evidence);
}

/** Whether the capture ends inside an event. Plain text without its newline loses nothing that matters. */
export function isCutInEvent({ lastLineCut, last }: ParsedStream): boolean {
  return lastLineCut && last?.kind !== "text";
}
