/** The coarse words that every code is described with; they are public API and stable. */

/** `unsettled`: not over, or not known to be over. It must never be reported as a failure. */
export type Outcome = "succeeded" | "failed" | "cancelled" | "timed_out" | "unsettled";

export type Family =
  | "success"
  | "agent"
  | "provider"
  | "config"
  | "limits"
  | "infrastructure"
  | "intent"
  | "observation"
  | "unknown";

export type Attribution = "agent" | "provider" | "user" | "configuration" | "platform" | "runner" | "nobody";

/** `keep`: a resume may go on with it. `drop`: a resume would fail again. `none`: the run made no session. */
export type SessionAction = "keep" | "drop" | "none";
