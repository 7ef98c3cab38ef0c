import type { CreateAnswer } from "@runverdict/classifier";
import type { Answer } from "./answer.ts";

/** The answer to a create in the words of the evidence. Whether a taken name is a conflict, the Job behind it tells. */
export function createAnswerOf(answer: Answer): CreateAnswer {
  switch (answer.kind) {
    case "answered":
      return { outcome: "created", http: 201, reason: null, message: null };
    case "refused": {
      const { status, reason, message, kind } = answer.refusal;
      const outcome = kind === "already-exists" ? "conflict" : status >= 500 ? "unknown" : "rejected";
      return { outcome, http: status, reason, message };
    }
    case "unreachable":
      return { outcome: "rejected", http: null, reason: null, message: answer.message };
    case "no-credentials":
      return { outcome: "rejected", http: 401, reason: null, message: answer.message };
    case "cut":
    case "garbled":
      return { outcome: "unknown", http: null, reason: null, message: answer.message };
    case "timeout":
      return { outcome: "unknown", http: null, reason: null, message: "there was no answer in time" };
    case "aborted":
      return { outcome: "unknown", http: null, reason: null, message: "the request was given up" };
  }
}
