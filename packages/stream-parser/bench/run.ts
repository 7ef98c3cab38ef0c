/*
 * `pnpm bench`: how quickly the parser reads and how much memory it takes, beside other ways to read JSON lines.
 *
 *   --rounds 5      how often every contender reads every input; the median of the rounds counts
 *   --megabytes 100 the size of an input
 *   --only name     only inputs whose name contains this
 *   --quick         only the parser and the plain loop
 *   --markdown      tables in Markdown
 *
 * Every contender runs in a process of its own, one after the other in every round, and only the ratio to the plain
 * loop of the same round is compared: on a shared machine the same program may need twice the time a minute later.
 * Throughput is bytes by processor time of the thread that reads; what the collector's and the compiler's threads take
 * beside it is in the figure for all threads.
 */
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { ContenderName } from "./contenders.ts";
import { type Input, prepareInputs } from "./inputs.ts";
import type { Measured } from "./measure.ts";
import { table } from "./table.ts";

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "5" },
    megabytes: { type: "string", default: "100" },
    only: { type: "string", default: "" },
    quick: { type: "boolean", default: false },
    markdown: { type: "boolean", default: false },
  },
});

const BASE: ContenderName = "plain loop";
const OURS: ContenderName = "ours";
const QUICK: ReadonlySet<ContenderName> = new Set([OURS, "ours, events only", BASE]);

/** How much more memory than the plain loop we may take, and how much more may be alive at the end of a gigabyte. */
const MORE_MEGABYTES = 40;
const GROWN_MEGABYTES = 4;

interface Row {
  readonly contender: ContenderName;
  readonly mainThreadMs: number;
  /** These three are times the plain loop. */
  readonly throughput: number;
  readonly allThreads: number;
  readonly cold: number;
  readonly peakMegabytes: number;
}

const { inputs, remove } = prepareInputs(Number(values.megabytes));
const failures: string[] = [];
try {
  for (const input of inputs.filter(({ name }) => name.includes(values.only))) {
    const rows = compared(input);
    print(
      `${input.name} (${(input.bytes / 1e6).toFixed(0)} MB in chunks of ${input.chunkBytes} bytes)`,
      rows,
    );
    failures.push(...missed(input, rows));
  }
  const [synthetic] = inputs;
  if (synthetic !== undefined && values.only === "") failures.push(...gigabyte(synthetic));
} finally {
  remove();
}
for (const failure of failures) process.stdout.write(`MISSED: ${failure}\n`);
process.exitCode = failures.length === 0 ? 0 : 1;

function compared(input: Input): readonly Row[] {
  const contenders = input.contenders.filter((name) => !values.quick || QUICK.has(name));
  const rounds = Array.from({ length: Number(values.rounds) }, () =>
    contenders.map((contender) => ({ contender, ...measured(contender, input) })),
  );
  const events = new Set(rounds.flat().map((run) => run.events));
  if (events.size !== 1)
    throw new Error(`${input.name}: the contenders disagree on the events: ${[...events].join(", ")}`);
  return contenders.map((contender) => {
    const runs = rounds.flatMap((round) => {
      const own = round.find((run) => run.contender === contender);
      const base = round.find((run) => run.contender === BASE);
      return own === undefined || base === undefined ? [] : [{ own, base }];
    });
    return {
      contender,
      mainThreadMs: median(runs.map(({ own }) => own.mainThreadMs)),
      throughput: median(runs.map(({ own, base }) => base.mainThreadMs / own.mainThreadMs)),
      allThreads: median(runs.map(({ own, base }) => base.cpuMs / own.cpuMs)),
      cold: median(runs.map(({ own, base }) => base.coldMs / own.coldMs)),
      peakMegabytes: median(runs.map(({ own }) => own.peakMegabytes)),
    };
  });
}

function measured(contender: ContenderName, input: Input, times = 1): Measured {
  const script = fileURLToPath(new URL("measure.ts", import.meta.url));
  const { file, chunkBytes } = input;
  // Without the condition that names the sources: what is measured is what is published.
  const args = [script, contender, file, String(chunkBytes), String(times)];
  // What the child prints is our own line of JSON.
  const measurement: Measured = JSON.parse(execFileSync(process.execPath, args, { encoding: "utf8" }));
  if (measurement.bytes !== input.bytes * times)
    throw new Error(`${contender} did not read all of ${input.name}.`);
  return measurement;
}

function missed(input: Input, rows: readonly Row[]): readonly string[] {
  const ours = rows.find(({ contender }) => contender === OURS);
  const base = rows.find(({ contender }) => contender === BASE);
  if (ours === undefined || base === undefined) return [];
  const more = ours.peakMegabytes - base.peakMegabytes;
  return [
    ...(ours.throughput >= input.target
      ? []
      : [`${input.name}: ${ours.throughput.toFixed(2)} times the plain loop, not ${input.target}`]),
    ...(more <= MORE_MEGABYTES
      ? []
      : [`${input.name}: ${more.toFixed(0)} MB more than the plain loop, not ${MORE_MEGABYTES}`]),
  ];
}

/** The synthetic mix ten times over: what is alive must not grow with what was read. */
function gigabyte(input: Input): readonly string[] {
  const times = 10;
  const { aliveMegabytes, peakMegabytes, cpuMs, bytes } = measured(OURS, input, times);
  // The first half may still warm up; what leaks grows in the second one too.
  const grown =
    Math.max(...aliveMegabytes.slice(times / 2)) - Math.max(...aliveMegabytes.slice(0, times / 2));
  const alive = aliveMegabytes.map((megabytes) => megabytes.toFixed(1)).join(" ");
  process.stdout.write(
    `${input.name} ${times} times over: ${(bytes / 1e9).toFixed(2)} GB in ${(cpuMs / 1000).toFixed(1)} s, ` +
      `at most ${peakMegabytes.toFixed(0)} MB; alive after each time, in MB: ${alive}\n`,
  );
  return grown <= GROWN_MEGABYTES ? [] : [`a gigabyte: ${grown.toFixed(1)} MB more were alive at the end`];
}

function print(title: string, rows: readonly Row[]): void {
  const cells = rows.map((row) => [
    row.contender,
    row.mainThreadMs.toFixed(0),
    row.throughput.toFixed(2),
    row.allThreads.toFixed(2),
    row.cold.toFixed(2),
    row.peakMegabytes.toFixed(0),
  ]);
  const heads = [title, "ms", "throughput", "all threads", "cold", "peak MB"];
  process.stdout.write(`${table(heads, cells, values.markdown)}\n`);
}

function median(figures: readonly number[]): number {
  const sorted = figures.toSorted((left, right) => left - right);
  const [low = Number.NaN, high = low] = sorted.slice((sorted.length - 1) >> 1, (sorted.length >> 1) + 1);
  return (low + high) / 2;
}
