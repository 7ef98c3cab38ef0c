import type { Measured } from "./measure.ts";

/** What a contender cost at so many runs; whatever is said "each" is of one run. */
export interface Figures {
  /** Requests to the API server by kind, without those that all runs share. */
  readonly kinds: ReadonlyMap<string, number>;
  readonly requestsEach: number;
  /** Lists and watches that all runs share. */
  readonly sharedLists: number;
  readonly sharedWatches: number;
  readonly cancelPollsEach: number;
  readonly mostSockets: number;
  readonly medianMs: number;
  readonly p95Ms: number;
  readonly mostMs: number;
  readonly cpuMsEach: number;
  readonly aliveKilobytesEach: number;
  readonly residentKilobytesEach: number;
}

export function figuresOf({ report, latenciesMs, cpuMs, before, during }: Measured, runs: number): Figures {
  const counts = Object.entries(report.requests).map(([kind, count]) => [kind, count ?? 0] as const);
  const watches = sum(counts.filter(([kind]) => kind.startsWith("watch ")));
  // Whoever watches lists once for each watch, and then lists nothing more for a run of its own.
  const isShared = (kind: string): boolean => watches > 0 && /^(?:list|watch) (?:jobs|pods)$/.test(kind);
  const own = counts.filter(([kind, count]) => count > 0 && !isShared(kind));
  const sorted = latenciesMs.toSorted((one, other) => one - other);
  const shared = sum(counts.filter(([kind]) => isShared(kind)));
  return {
    kinds: new Map(own.map(([kind, count]) => [kind, count / runs])),
    requestsEach: sum(own) / runs,
    sharedLists: shared - watches,
    sharedWatches: watches,
    cancelPollsEach: report.cancelPolls / runs,
    mostSockets: report.mostSockets,
    medianMs: quantile(sorted, 0.5),
    p95Ms: quantile(sorted, 0.95),
    mostMs: quantile(sorted, 1),
    cpuMsEach: cpuMs / runs,
    aliveKilobytesEach: ((during.alive - before.alive) * 1024) / runs,
    residentKilobytesEach: ((during.resident - before.resident) * 1024) / runs,
  };
}

function sum(counts: readonly (readonly [string, number])[]): number {
  return counts.reduce((total, [, count]) => total + count, 0);
}

function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
