import type { ContenderName } from "./contenders.ts";
import { figuresOf, type Figures } from "./figures.ts";
import type { LongMeasured } from "./long-log.ts";
import type { Measured, Task } from "./measure.ts";
import { measuredIn } from "./processes.ts";

/** So many runs at once, in a cluster that is as quick as it can be or as slow as it was measured. */
export interface Scenario {
  readonly name: string;
  readonly runs: number;
  readonly delays: "quick" | "real";
  readonly seconds: number;
}

/** How one contender did in one scenario. */
export interface Row {
  readonly scenario: Scenario;
  readonly contender: ContenderName;
  readonly measured: Measured;
  readonly figures: Figures;
}

/** Fifty runs begin in a second, and as many end: far more than where a thousand agents work for minutes each. */
const START_EVERY_MS = 20;
const LINE_BYTES = 1000;

export async function measureRow(scenario: Scenario, contender: ContenderName): Promise<Row> {
  const { runs, delays, seconds } = scenario;
  const rampSeconds = (runs * START_EVERY_MS) / 1000;
  const plan = {
    writes: Math.ceil(seconds + rampSeconds),
    everyMs: 1000,
    linesEach: 1,
    lineBytes: LINE_BYTES,
  };
  const task: Omit<Task, "where"> = { contender, runs, plan, startEveryMs: START_EVERY_MS };
  const measured = await measuredIn<Measured>("measure.ts", delays, task);
  return { scenario, contender, measured, figures: figuresOf(measured, runs) };
}

/** One run whose container writes so many megabytes, 64 KiB every two milliseconds. */
export function measureLongLog(megabytes: number): Promise<LongMeasured> {
  const [linesEach, lineBytes] = [64, 1024];
  const writes = Math.ceil((megabytes * 1_000_000) / (linesEach * lineBytes));
  const plan = { writes, everyMs: 2, linesEach, lineBytes };
  return measuredIn<LongMeasured>("long-log.ts", "quick", { plan });
}
