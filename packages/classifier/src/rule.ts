import type { Code } from "./codes.ts";
import type { Reading } from "./reading/reading.ts";
import type { Attribution, Claim, Competing, Confidence } from "./verdict.ts";

/** One judgement. It looks at the evidence as it was read, and gives a finding or says why it abstains. */
export interface Rule {
  readonly id: string;
  readonly code: Code;
  /**
   * `cause`: it says why the run ended. `remainder`: it takes what the other rules of its tier leave, and does not
   * compete with those. `symptom`: it says how the run ended, when nobody knows why; it does not compete with a cause.
   * `state`: it says that the run is not over.
   */
  readonly names: "cause" | "remainder" | "symptom" | "state";
  /** What was seen, and where; it stands in `docs/verdicts.md`. */
  readonly seen: string;
  /** The fact that would decide between this explanation and another one. */
  readonly decidedBy: string;
  readonly judge: (reading: Reading) => Judgement;
}

export type Judgement = Abstention | Finding;

export interface Abstention {
  readonly kind: "abstains";
  readonly because: string;
}

export interface Finding {
  readonly kind: "finds";
  readonly confidence: Confidence;
  readonly summary: string;
  /** What to do next, where the rule knows better than the table of codes. */
  readonly resolution: string | null;
  /** The same for a run that began no session, where `resolution` would resume one. */
  readonly unbegun: string | null;
  /** Whose doing it was, where the rule knows better than the table of codes. */
  readonly attribution: Attribution | null;
  readonly claims: readonly Claim[];
  /** Explanations that this evidence can't exclude, though no rule found them. */
  readonly competing: readonly Competing[];
  /** When a retry makes sense at the earliest, in epoch milliseconds. */
  readonly notBefore: number | null;
}

/** Rules that are asked together, and the condition under which their word counts. */
export interface Tier {
  readonly id: string;
  readonly title: string;
  readonly rules: readonly Rule[];
  /** Why nothing that these rules find can be the verdict yet; null when it can. What they find then competes. */
  readonly closed: (reading: Reading) => string | null;
}

export function abstain(because: string): Abstention {
  return { kind: "abstains", because };
}

/** A finding, with what most findings leave empty. */
export function find(found: Pick<Finding, "confidence" | "summary" | "claims"> & Partial<Finding>): Finding {
  return {
    kind: "finds",
    resolution: null,
    unbegun: null,
    attribution: null,
    competing: [],
    notBefore: null,
    ...found,
  };
}
