import type { CreateAnswer } from "@runverdict/classifier";
import type { ApiRefusal } from "../refusal/api-refusal.ts";

/**
 * A refused create in the words of the evidence. Only a refusal is an answer: a server that could not be reached, or
 * whose answer was lost, has rejected nothing. Whether a taken name is a conflict, the Job behind it tells.
 */
export function createAnswerOf({ status, reason, message, kind }: ApiRefusal): CreateAnswer {
  const outcome = kind === "already-exists" ? "conflict" : status >= 500 ? "unknown" : "rejected";
  return { outcome, http: status, reason, message };
}
