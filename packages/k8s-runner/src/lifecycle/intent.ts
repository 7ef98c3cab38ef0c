import type { Intent } from "@runverdict/classifier";
import type { Cause, Limit } from "./ending.ts";

/** A cause of ours in the classifier's words. */
export function intentOf(cause: Cause, at: number): Intent {
  switch (cause.kind) {
    case "cancel":
      return { kind: cause.intent, phase: null, at, by: cause.by };
    case "limit":
      return { kind: "deadline", phase: cause.limit, at, by: "runner" };
    // No deadline and no cancel: the agent said all that it had to say, and its word is its verdict.
    case "drain":
      return { kind: "teardown", phase: "drain", at, by: "runner" };
  }
}

/** The cause behind an intent that another process recorded; null for those that stop nothing. */
export function causeOf({ kind, phase, by }: Intent): Cause | null {
  switch (kind) {
    case "cancel":
    case "budget":
      return { kind: "cancel", intent: kind, by: by ?? "an earlier process", reason: "" };
    case "deadline":
      return { kind: "limit", limit: isLimit(phase) ? phase : "run" };
    case "teardown":
      return phase === "drain" ? { kind: "drain" } : null;
  }
}

function isLimit(phase: Intent["phase"]): phase is Limit {
  return phase !== null && phase !== "drain";
}
