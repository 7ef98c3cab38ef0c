import { fieldIn } from "./host-field.ts";

/**
 * How often the host has tried the same again before this run, as it says in the context of a run that it scheduled by
 * itself (2026.916.1). Another turn after used-up turns is no such try, and a run that somebody woke begins anew.
 */
export function earlierTries(context: unknown): number {
  if (fieldIn(context, "retryReason") !== "transient_failure") return 0;
  const count = fieldIn(context, "scheduledRetryAttempt");
  return typeof count === "number" && Number.isSafeInteger(count) && count > 0 ? count : 0;
}
