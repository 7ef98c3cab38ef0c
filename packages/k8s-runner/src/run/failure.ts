import type { CreateAnswer } from "@runverdict/classifier";
import type { Trouble } from "../cluster/request/answer.ts";
import type { ApiRefusal } from "../cluster/refusal/api-refusal.ts";

/**
 * Whether asking again may help: `refused` won't be otherwise the next time, `unavailable` may. A run that lives outlasts
 * a 401, because tokens are renewed. A full quota, or a namespace that is being deleted, is final: somebody must act, and
 * until then the run would wait without a word.
 */
export function failureOf(trouble: Trouble): "refused" | "unavailable" {
  if (trouble.kind !== "refused") return "unavailable";
  return isFinal(trouble.refusal) ? "refused" : "unavailable";
}

function isFinal({ kind, status }: ApiRefusal): boolean {
  if (kind === "webhook-failed" || kind === "expired" || kind === "conflict") return false;
  return status >= 400 && status < 500 && status !== 401 && status !== 408 && status !== 429;
}

/** Nobody knows whether it was done. */
export const unknownAnswer: CreateAnswer = { outcome: "unknown", http: null, reason: null, message: null };

/** The API server itself says that there is no such object; a path that it does not know says nothing. */
export function isMissing(trouble: Trouble): boolean {
  return (
    trouble.kind === "refused" && trouble.refusal.kind === "not-found" && trouble.refusal.resource !== null
  );
}
