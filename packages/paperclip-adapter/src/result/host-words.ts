import type { ErrorFamily } from "../host/execution-result.ts";
import type { Stage } from "./stage.ts";

/** What a verdict is called at the host, and what the host may do about it. */
export interface HostWords {
  readonly errorCode: string;
  /** A failure that is never called passing is never retried by the host's own clock. */
  readonly errorFamily: ErrorFamily | null;
  /**
   * Whether another turn of the conversation may follow without a person in between. It is a permission and no wish:
   * the session has to live on, and the verdict's advice has to say so too.
   */
  readonly continues: boolean;
  /** For `resultJson`, where the host reads it beside the code; null leaves it out. */
  readonly stopReason: string | null;
  /** The sentence of the original that consumers match on; null is the verdict's own words alone. */
  readonly sentence: Sentence | null;
}

/** `taken` is `truncated` where something took the pod away. */
export type Sentence = "truncated" | "taken" | "deleted" | "init-only" | "empty-answer" | "timed-out";

/** The words for one code, and what of them is different where the run had got so far. */
export interface HostRow extends HostWords {
  readonly at: Readonly<Partial<Record<Stage, Partial<HostWords>>>>;
}
