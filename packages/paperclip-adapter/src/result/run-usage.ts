import type { Usage } from "@runverdict/classifier";
import type { CarriedOver, ParsedStream } from "@runverdict/stream-parser";
import { readSessionParams } from "../session/session-params.ts";
import type { SessionTotals } from "../session/session-totals.ts";
import type { RunEnd } from "./run-end.ts";

/**
 * What the run itself used. Claude Code counts on in a session that is resumed, in `modelUsage` and in the cost: three
 * equal runs reported $0.0108, $0.0216 and $0.0324, and only a run that was killed is missing from the sum (2.1.329).
 * Newer versions say what they carried over, and the parser takes it off. For the others the sums go along in the
 * session's params, and each run is billed for what it added.
 */
export function runUsage(end: RunEnd): Usage {
  const { usage } = end.verdict;
  if (usage.provenance !== "reported" || carriedOver(end) !== null) return usage;
  const before = totalsBefore(end);
  if (before === null) return usage;
  const added = eachFigure((name) => lessThan(usage[name], before[name]));
  return isMoreThanItsTurns(added, end.stream) ? { ...usage, ...added } : usage;
}

/** What goes into the session's params for the next run; null where nobody ever said what the session used. */
export function sessionTotals(end: RunEnd): SessionTotals | null {
  const { usage } = end.verdict;
  if (usage.provenance !== "reported") return totalsBefore(end);
  const carried = figuresOf(carriedOver(end));
  return eachFigure((name) => (usage[name] === null ? null : rounded(usage[name] + (carried?.[name] ?? 0))));
}

function carriedOver({ stream }: RunEnd): CarriedOver | null {
  return stream?.usage.carriedOver ?? null;
}

function figuresOf(carried: CarriedOver | null): SessionTotals | null {
  if (carried === null) return null;
  const { tokens, costUsd } = carried;
  return {
    inputTokens: tokens.input,
    outputTokens: tokens.output,
    cacheReadTokens: tokens.cacheRead,
    cacheCreationTokens: tokens.cacheCreation,
    costUsd,
  };
}

function totalsBefore({ session }: RunEnd): SessionTotals | null {
  const resumed = readSessionParams(session.resumed);
  return resumed === null || resumed.sessionId !== session.sessionId ? null : (resumed.totals ?? null);
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

function lessThan(total: number | null, before: number | null): number | null {
  return total === null ? null : rounded(total - (before ?? 0));
}

/** Dollars are sums of small fractions, so what is left of them beyond the ninth place is none. */
function rounded(figure: number): number {
  return Math.round(figure * 1e9) / 1e9;
}

function eachFigure(value: (name: keyof SessionTotals) => number | null): SessionTotals {
  return {
    inputTokens: value("inputTokens"),
    outputTokens: value("outputTokens"),
    cacheReadTokens: value("cacheReadTokens"),
    cacheCreationTokens: value("cacheCreationTokens"),
    costUsd: value("costUsd"),
  };
}
