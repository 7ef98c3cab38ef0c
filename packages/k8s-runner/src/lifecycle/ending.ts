import type { CreateAnswer } from "@runverdict/classifier";

/** Which of our limits fired, in the words of the classifier's intents. */
export type Limit = "schedule" | "start" | "first_output" | "idle" | "run";

/**
 * How we left the run; never how it fared, which is the classifier's to say. `confirmed` tells whether the agent is known
 * not to run any more.
 */
export type Ending =
  /** The agent, or what could have run it, ended. Unconfirmed only if it gave its final word and could not be stopped. */
  | { readonly kind: "ended"; readonly confirmed: boolean }
  /** Its pod is authoritatively gone, and nobody saw how the agent ended. */
  | { readonly kind: "gone" }
  | { readonly kind: "cancelled"; readonly intent: "cancel" | "budget"; readonly confirmed: boolean }
  | { readonly kind: "limit"; readonly limit: Limit; readonly confirmed: boolean }
  /** The Job was not created, by the server's answer or by the guard's. */
  | { readonly kind: "refused"; readonly answer: CreateAnswer }
  /** Our process ended; the Job was left alone and may still run. */
  | { readonly kind: "detached" };

/** Somebody no longer wants the run. */
export interface CancelCause {
  readonly kind: "cancel";
  readonly intent: "cancel" | "budget";
  readonly by: string;
  readonly reason: string;
}

/** Why we stop the agent. */
export type Cause =
  | CancelCause
  | { readonly kind: "limit"; readonly limit: Limit }
  /** It hangs after its final word, which stands. */
  | { readonly kind: "drain" };
