/*
 * `pnpm bench`: what it costs to follow a run when one process follows many, beside a loop that polls.
 *
 *   --runs 1,100,1000  how many at once
 *   --seconds 30       for how long all of them run at once
 *   --megabytes 1000   how long the long log is
 *   --quick            up to a hundred runs of ten seconds, and a tenth of the log
 *   --markdown         tables in Markdown
 *   --write            puts the tables into the README
 *
 * The cluster is the simulator, in a process of its own; each measurement has a new one, and a new process that follows.
 * Latency is from the instant at which the container ended, as only the simulator knows it, to the settled outcome, with
 * the Job deleted. On a shared machine compare only what stands in one table.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { loadavg } from "node:os";
import { parseArgs } from "node:util";
import { CONTENDERS, isContender } from "./contenders.ts";
import { costTable, longLogLine, machineLine, requestTable, withMeasured } from "./page.ts";
import { measureLongLog, measureRow, type Row, type Scenario } from "./scenarios.ts";
import { flaws, longLogMisses, missedTargets } from "./targets.ts";

const { values } = parseArgs({
  options: {
    runs: { type: "string" },
    seconds: { type: "string" },
    megabytes: { type: "string" },
    quick: { type: "boolean", default: false },
    markdown: { type: "boolean", default: false },
    write: { type: "boolean", default: false },
  },
});
const usual = values.quick
  ? { runs: "1,100", seconds: 10, megabytes: 100 }
  : { runs: "1,100,1000", seconds: 30, megabytes: 1000 };
const seconds = Number(values.seconds ?? usual.seconds);
const markdown = values.markdown || values.write;

const [loadBefore = Number.NaN] = loadavg();
const rows: Row[] = [];
for (const scenario of scenarios())
  for (const contender of Object.keys(CONTENDERS).filter(isContender)) {
    rows.push(await measureRow(scenario, contender));
    process.stderr.write(`measured: ${scenario.name}, ${contender}\n`);
  }
const longLog = await measureLongLog(Number(values.megabytes ?? usual.megabytes));

const parts = [
  costTable(rows, markdown),
  requestTable(
    rows.filter(({ scenario }) => scenario === rows.at(-1)?.scenario),
    markdown,
  ),
  longLogLine(longLog),
  machineLine(loadBefore),
];
process.stdout.write(`${parts.join("\n")}\n`);
if (values.write) {
  const readme = new URL("../README.md", import.meta.url);
  writeFileSync(readme, withMeasured(readFileSync(readme, "utf8"), parts.join("\n")));
}

const missed = [
  ...rows.flatMap(({ scenario, measured }) => flaws(scenario, measured)),
  ...rows
    .filter(({ contender }) => contender === "runverdict")
    .flatMap(({ scenario, figures }) => missedTargets(scenario, figures)),
  ...longLogMisses(longLog),
];
for (const miss of missed) process.stdout.write(`MISSED: ${miss}\n`);
process.exitCode = missed.length === 0 ? 0 : 1;

/** The last one is a cluster that takes as long over everything as a real one did. */
function scenarios(): readonly Scenario[] {
  const counts = (values.runs ?? usual.runs).split(",").map(Number);
  if (!counts.every((count) => Number.isSafeInteger(count) && count > 0))
    throw new TypeError("--runs wants whole numbers with commas between them, as in 1,100,1000.");
  const quick = counts.map((runs): Scenario => ({ name: String(runs), runs, delays: "quick", seconds }));
  if (values.quick) return quick;
  return [...quick, { name: "100 in a slow cluster", runs: 100, delays: "real", seconds }];
}
