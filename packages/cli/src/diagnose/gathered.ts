import type { Evidence } from "@runverdict/classifier";
import type { EventLine } from "../explain/event-line.ts";

/** All that was read of a run, and what could not be read. */
export interface Gathered {
  readonly evidence: Evidence;
  readonly last: readonly EventLine[];
  /** Objects as the API server gave them; null where there is none. */
  readonly pod: unknown;
  readonly job: unknown;
  readonly events: unknown;
  /** What a person should know of the choice that was made, in sentences. */
  readonly remarks: readonly string[];
  /** What was refused or failed: the verdict stands on the rest. */
  readonly troubles: readonly string[];
}
