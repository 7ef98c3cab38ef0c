import type { Answer } from "../../../src/cluster/request/answer.ts";

/** What was answered; throws when it is anything else. */
export function valueOf<T>(answer: Answer<T>): T {
  if (answer.kind === "answered") return answer.value;
  throw new Error(JSON.stringify(answer));
}

/** How an answer went: its kind, or that of the refusal. */
export function kindOf(answer: Answer): string {
  return answer.kind === "refused" ? answer.refusal.kind : answer.kind;
}
