import type { Usage } from "@runverdict/classifier";
import type { ParsedStream } from "@runverdict/stream-parser";
import { z } from "zod";
import type { RunEnd } from "./run-end.ts";

/**
 * What a session had used by the end of a run. The CLI counts on in a session that is resumed, in `modelUsage` and in the
 * cost: three equal runs reported $0.0108, $0.0216 and $0.0324, also with a run of another session in between, and only
 * a run that was killed is missing from the sum (2.1.329). So the sums go along in the session's params, and each run is
 * billed for what it added.
 */
export type SessionTotals = Readonly<Record<Figure, number | null>>;

type Figure = "inputTokens" | "outputTokens" | "cacheReadTokens" | "cacheCreationTokens" | "costUsd";

const figure = z.number().nonnegative().nullable();
const resumedParams = z.looseObject({
  sessionId: z.string(),
  totals: z.object({
    inputTokens: figure,
    outputTokens: figure,
    cacheReadTokens: figure,
    cacheCreationTokens: figure,
    costUsd: figure,
  }),
});

/** What goes into the session's params for the next run; null where nobody ever said what the session used. */
export function sessionTotals(end: RunEnd): SessionTotals | null {
  const { usage } = end.verdict;
  return usage.provenance === "reported" ? take((name) => usage[name]) : totalsBefore(end);
}

/** What the run itself used. */
export function runUsage(end: RunEnd): Usage {
  const { usage } = end.verdict;
  const before = totalsBefore(end);
  if (before === null || usage.provenance !== "reported") return usage;
  const added = take((name) => lessThan(usage[name], before[name]));
  return isMoreThanItsTurns(added, end.stream) ? { ...usage, ...added } : usage;
}

function totalsBefore({ session }: RunEnd): SessionTotals | null {
  const read = resumedParams.safeParse(session.resumed);
  return read.success && read.data.sessionId === session.sessionId ? read.data.totals : null;
}

/** Results tell the tokens of their own turns too, without subagents; less than that the run can't have added. */
function isMoreThanItsTurns(added: SessionTotals, stream: ParsedStream | null): boolean {
  const turns = stream?.results.kept.map(({ tokens }) => tokens) ?? [];
  const own = (name: "input" | "output" | "cacheRead" | "cacheCreation"): number =>
    turns.reduce((sum, tokens) => sum + (tokens?.[name] ?? 0), 0);
  return (
    (added.inputTokens ?? 0) >= own("input") &&
    (added.outputTokens ?? 0) >= own("output") &&
    (added.cacheReadTokens ?? 0) >= own("cacheRead") &&
    (added.cacheCreationTokens ?? 0) >= own("cacheCreation") &&
    (added.costUsd ?? 0) >= 0
  );
}

/** Dollars are sums of small fractions, so what is left of a difference beyond the ninth place is none. */
function lessThan(total: number | null, before: number | null): number | null {
  return total === null ? null : Math.round((total - (before ?? 0)) * 1e9) / 1e9;
}

function take(value: (name: Figure) => number | null): SessionTotals {
  return {
    inputTokens: value("inputTokens"),
    outputTokens: value("outputTokens"),
    cacheReadTokens: value("cacheReadTokens"),
    cacheCreationTokens: value("cacheCreationTokens"),
    costUsd: value("costUsd"),
  };
}
