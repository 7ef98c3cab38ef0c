import type { Figures } from "./figures.ts";
import type { LongMeasured } from "./long-log.ts";
import type { Measured } from "./measure.ts";
import type { Scenario } from "./scenarios.ts";

/** Two, however many runs there are: one for Jobs and one for pods. */
const WATCHES = 2;
const REQUESTS_EACH = 12;
/** At a hundred runs, in a cluster whose own delays are a few milliseconds. */
const LATENCY = { runs: 100, medianMs: 100 } as const;
/** Per run, where there are enough runs to tell it from the noise; most of it is the socket on which the log comes. */
const ALIVE = { runs: 100, kilobytes: 256 } as const;
/** What is on its way through a run at any moment may be this much: the spool's bound. */
const GROWN_MEGABYTES = 8;

/** A sentence for each target that our own figures miss. */
export function missedTargets({ name, runs, delays }: Scenario, figures: Figures): readonly string[] {
  const isJudged = runs === LATENCY.runs && delays === "quick";
  return [
    atMost(`${name}: requests each`, figures.requestsEach, REQUESTS_EACH),
    atMost(`${name}: watches`, figures.sharedWatches, WATCHES),
    isJudged ? atMost(`${name}: ms from end to outcome, median,`, figures.medianMs, LATENCY.medianMs) : [],
    runs >= ALIVE.runs ? atMost(`${name}: KB alive each`, figures.aliveKilobytesEach, ALIVE.kilobytes) : [],
  ].flat();
}

/** What makes a measurement worthless, whoever was measured. */
export function flaws(
  { name, runs }: Scenario,
  { problems, mostAtOnce, latenciesMs }: Measured,
): readonly string[] {
  return [
    ...problems.slice(0, 3).map((problem) => `${name}: ${problem}`),
    ...(mostAtOnce === runs ? [] : [`${name}: only ${mostAtOnce} at once; let them run for more --seconds`]),
    ...(latenciesMs.length === runs ? [] : [`${name}: ${runs - latenciesMs.length} containers have no end`]),
  ];
}

export function longLogMisses({ memory, isWhole }: LongMeasured): readonly string[] {
  const alive = memory.map((one) => one.alive);
  const half = Math.ceil(alive.length / 2);
  // The first half may still warm up; what leaks grows in the second one too.
  const grown = Math.max(...alive.slice(half)) - Math.max(...alive.slice(0, half));
  return [
    ...(isWhole ? [] : ["the long log: its output is not what the container wrote"]),
    ...atMost("the long log: MB more alive in its second half", grown, GROWN_MEGABYTES),
  ];
}

function atMost(what: string, is: number, most: number): readonly string[] {
  return is <= most ? [] : [`${what} ${is.toFixed(1)}, not ${most}`];
}
