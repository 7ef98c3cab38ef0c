import { availableParallelism } from "node:os";
import { table } from "../../stream-parser/bench/table.ts";
import type { LongMeasured } from "./long-log.ts";
import type { Row } from "./scenarios.ts";

const BEGIN = "<!-- measured by `pnpm --filter @runverdict/k8s-runner bench --write` -->";
const END = "<!-- end of what was measured -->";

/** The memory of fewer runs can't be told from the noise of everything else. */
const FEW = 100;

/** What it all cost, a line for each contender in each scenario. */
export function costTable(rows: readonly Row[], markdown: boolean): string {
  const heads = [
    "runs at once",
    "requests each",
    "shared",
    "sockets",
    "end to outcome, ms (median / p95 / most)",
    "CPU ms each",
    "KB each (alive / resident)",
  ];
  const cells = rows.map(({ scenario, contender, figures }) => [
    `${scenario.name}, ${contender}`,
    figures.requestsEach.toFixed(1) +
      (figures.cancelPollsEach > 0 ? ` + ${figures.cancelPollsEach.toFixed(1)}` : ""),
    figures.sharedWatches === 0 ? "–" : `${figures.sharedLists} lists, ${figures.sharedWatches} watches`,
    String(figures.mostSockets),
    [figures.medianMs, figures.p95Ms, figures.mostMs].map((ms) => ms.toFixed(0)).join(" / "),
    figures.cpuMsEach.toFixed(1),
    scenario.runs < FEW
      ? "–"
      : `${figures.aliveKilobytesEach.toFixed(0)} / ${figures.residentKilobytesEach.toFixed(0)}`,
  ]);
  return table(heads, cells, markdown);
}

/** What was asked of the API server by one run, by kind, beside what all runs share. */
export function requestTable(rows: readonly Row[], markdown: boolean): string {
  const kinds = [...new Set(rows.flatMap(({ figures }) => [...figures.kinds.keys()]))].toSorted();
  const cells = kinds.map((kind) => [
    kind,
    ...rows.map(({ figures }) => figures.kinds.get(kind)?.toFixed(2) ?? "–"),
  ]);
  const [first] = rows;
  const heads = [`requests each, ${first?.scenario.name ?? ""}`, ...rows.map(({ contender }) => contender)];
  return table(heads, cells, markdown);
}

export function longLogLine({ bytes, tookMs, cpuMs, memory, peakMegabytes }: LongMeasured): string {
  const alive = memory.map((one) => one.alive.toFixed(0)).join(" ");
  const [took, spent] = [tookMs, cpuMs].map((ms) => (ms / 1000).toFixed(1));
  return `A log of ${(bytes / 1e9).toFixed(2)} GB through one run: ${took} s, ${spent} s of them CPU, at most ${peakMegabytes.toFixed(0)} MB; alive after each tenth, in MB: ${alive}.\n`;
}

/** On a machine that is busy with something else all of this takes longer, and the requests are the same. */
export function machineLine(loadBefore: number): string {
  return `Measured with Node ${process.versions.node} on ${availableParallelism()} cores, which were ${((loadBefore / availableParallelism()) * 100).toFixed(0)} % loaded before.\n`;
}

/** The page with what stands between its two marks replaced. */
export function withMeasured(page: string, measured: string): string {
  const [from, to] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (from === -1 || to < from)
    throw new TypeError(`The page needs the lines "${BEGIN}" and "${END}", in this order.`);
  return `${page.slice(0, from)}${BEGIN}\n\n${measured.trimEnd()}\n\n${page.slice(to)}`;
}
