import type { Attribution, Family, Outcome, SessionAction } from "../kinds-of-ending.ts";

/** What a code is. Nobody branches on a code: whoever needs to know something of it reads it here. */
export interface CodeEntry {
  readonly title: string;
  readonly outcome: Outcome;
  readonly family: Family;
  readonly attribution: Attribution;
  readonly session: SessionAction;
  /** What it means, for the operator at night. */
  readonly means: string;
  /** What to look at to be sure. */
  readonly look: string;
  /** What to do next; the `resolution` of a verdict unless its rule knows better. */
  readonly resolve: string;
  /** The same for a run that began no session, which `resolve` would have resumed. */
  readonly unbegun?: string;
}
