import fc from "fast-check";
import type { Code } from "../../codes.ts";
import type { Evidence } from "../../evidence.ts";
import type { Progress } from "../../verdict.ts";
import { ALIVE, EXITS, LOCAL, MEANT, TAKEN } from "./fates-after.ts";
import { REFUSALS, STILLBORN, STUCK, UNMADE } from "./fates-before.ts";
import { fitting } from "./fitting.ts";
import type { FateRow, Happening } from "./happening.ts";
import { allSeeing, capturedLog, observation, type Observation, observed } from "./observation.ts";
import { type Names, type RunPlan, runPlan } from "./plan.ts";
import { progressIn, type Words, wordsOf } from "./words.ts";

const ROWS: Readonly<Record<string, FateRow>> = {
  ...REFUSALS,
  ...UNMADE,
  ...STUCK,
  ...STILLBORN,
  ...ALIVE,
  ...EXITS,
  ...TAKEN,
  ...MEANT,
  ...LOCAL,
};

/** The name of everything that can happen to a run in the small world of {@link plausibleEvidence}. */
export const FATES: readonly string[] = Object.keys(ROWS);

/** A run of a small world: what somebody saw of it, and what truly happened. */
export interface PlausibleEvidence {
  readonly evidence: Evidence;
  /** The same run as it looks to somebody whose look-ups all succeed, beside the same log. */
  readonly informed: Evidence;
  readonly truth: PlausibleTruth;
}

export interface PlausibleTruth {
  /** One of {@link FATES}. */
  readonly fate: string;
  readonly agent: "never-started" | "running" | "ended";
  /** How far the run truly got: in its last turn, and in any turn where that is more. */
  readonly progress: readonly Progress[];
  /** When the agent ended, epoch milliseconds; null when it did not. */
  readonly endedAt: number | null;
  /** The names of the run's objects; each stands nowhere but where that object is named. */
  readonly names: Names;
  /** The codes that fit what happened and what `evidence` shows of it; any other one is wrong. */
  readonly codes: readonly Code[];
  /** The same for `informed`. */
  readonly informedCodes: readonly Code[];
}

export interface PlausibleOptions {
  /** Which of {@link FATES} may happen; all of them by default. */
  readonly fates?: readonly string[];
}

/**
 * Evidence of a run that may have been: a Job, a pod with sidecars and an agent that writes a transcript live until
 * something ends them, and then somebody looks who may miss the pod, the Job, the Events or parts of the log. What
 * truly happened is known, so a verdict can be wrong. Throws a TypeError for a fate that is not in `FATES`.
 */
export function plausibleEvidence({ fates = FATES }: PlausibleOptions = {}): fc.Arbitrary<PlausibleEvidence> {
  for (const fate of fates) {
    if (!Object.hasOwn(ROWS, fate)) throw new TypeError(`There is no fate "${fate}"; use names of FATES.`);
  }
  return fc.constantFrom(...fates).chain((fate) => livedAs(fate, rowOf(fate)));
}

function rowOf(fate: string): FateRow {
  const row = ROWS[fate];
  if (row === undefined) throw new TypeError(`There is no fate "${fate}"; use names of FATES.`);
  return row;
}

function livedAs(fate: string, row: FateRow): fc.Arbitrary<PlausibleEvidence> {
  return fc
    .record({
      plan: runPlan(),
      words: fc.constantFrom(...row.words).chain(wordsOf),
      seen: observation(),
    })
    .map(({ plan, words, seen }) => witnessed(fate, plan, words, row.happens(plan, words.exitCode), seen));
}

function witnessed(
  fate: string,
  plan: RunPlan,
  words: Words,
  happening: Happening,
  seen: Observation,
): PlausibleEvidence {
  const { agent, endedAt } = happening;
  const capture = capturedLog(words, happening, seen);
  const evidence = observed(plan, words, happening, seen, capture);
  const informed = observed(plan, words, happening, allSeeing, capture);
  const run = { words, happening, transcript: capture.transcript, log: seen.log };
  return {
    evidence,
    informed,
    truth: {
      fate,
      agent,
      progress: progressOf(words, happening),
      endedAt,
      names: plan.names,
      codes: fitting({ ...run, evidence }),
      informedCodes: fitting({ ...run, evidence: informed }),
    },
  };
}

function progressOf(words: Words, { agent, jobs }: Happening): readonly Progress[] {
  if (agent !== "never-started") return progressIn(words);
  return [jobs.length === 0 ? "not_created" : "not_started"];
}
