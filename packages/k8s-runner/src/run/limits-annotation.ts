import { member, textOf } from "../member.ts";
import { limitsFrom, type Limits } from "../lifecycle/limits.ts";
import { parsedJson } from "../parsed-json.ts";

/** The annotation of the Job in which another process reads the limits that the run was begun with. */
export const LIMITS_ANNOTATION = "runverdict.dev/limits";

/** Ours has some 200 characters. */
const LONGEST = 1000;

const HOUR_MS = 3_600_000;
/**
 * Whoever may patch the Job may write what they like. A limit that is there to end something must not become none, and
 * what is always bounded must stay so: whatever is written, it ends within these.
 */
const MOST_MS: Readonly<Record<keyof Limits, number>> = {
  scheduleMs: 10_000 * HOUR_MS,
  startMs: 10_000 * HOUR_MS,
  firstOutputMs: 10_000 * HOUR_MS,
  idleMs: 10_000 * HOUR_MS,
  runMs: 10_000 * HOUR_MS,
  lingerMs: 24 * HOUR_MS,
  drainMs: 24 * HOUR_MS,
  teardownMs: 24 * HOUR_MS,
  hasteMs: 24 * HOUR_MS,
  stopGraceMs: 24 * HOUR_MS,
};

export function writeLimits(limits: Limits): string {
  return JSON.stringify(limits);
}

/**
 * The limits that a Job was begun with, each cut to what is bearable: a day for what is always bounded, 10,000 hours for
 * the rest. Null where none are written, or not as we write them.
 */
export function readLimits(job: unknown): Limits | null {
  const text = textOf(member(member(job, "metadata"), "annotations"), LIMITS_ANNOTATION);
  const written = text === null || text.length > LONGEST ? null : parsedJson(text);
  if (typeof written !== "object" || written === null || Array.isArray(written)) return null;
  const wishes: { -readonly [Name in keyof Limits]?: number | null } = {};
  for (const name of names) {
    const value = member(written, name);
    if (value === undefined) continue;
    if (value !== null && !isDuration(value)) return null;
    wishes[name] = value === null ? null : Math.min(value, MOST_MS[name]);
  }
  return limitsFrom(wishes);
}

const names: readonly (keyof Limits)[] = [
  "scheduleMs",
  "startMs",
  "firstOutputMs",
  "idleMs",
  "runMs",
  "lingerMs",
  "drainMs",
  "teardownMs",
  "hasteMs",
  "stopGraceMs",
];

function isDuration(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value) && value > 0;
}
