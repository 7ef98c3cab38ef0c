import type { AdmissionReason } from "@runverdict/classifier";
import type { JobIdentity } from "../job/job-identity.ts";

/**
 * The caller's own say in whether a run may begin: a budget, a limit of concurrent runs, a workspace that is taken. It is
 * asked before anything is made, again when it throws, and again by another process that takes the run up meanwhile.
 */
export type AdmissionGuard = (run: JobIdentity, signal: AbortSignal) => Promise<GuardAnswer>;

export type GuardAnswer =
  | { readonly kind: "admitted" }
  /** `message` is for people: one line that says why, without secrets. */
  | { readonly kind: "blocked"; readonly reason: AdmissionReason; readonly message: string };
