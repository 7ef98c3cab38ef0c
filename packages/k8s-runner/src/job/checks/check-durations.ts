import { problemAt, type Problem } from "../problem.ts";
import type { RunSpec } from "../run-spec.ts";

const MINUTE_MS = 60_000;
const YEAR_MS = 366 * 24 * 60 * MINUTE_MS;

/** The Job's deadline deletes the pod, so the pod's own must have left its traces and have been read before. */
const LEAST_BACKSTOP_MS = 10 * MINUTE_MS;

export function* checkDurations({ graceMs, deadline, ttlMs }: RunSpec): Iterable<Problem> {
  if (!isWithin(graceMs, 1000, 60 * MINUTE_MS))
    yield problemAt(
      "graceMs",
      "It is not between a second and an hour.",
      "Give the agent the time that it needs to flush, in milliseconds; a minute is usual.",
    );
  if (deadline !== null && deadline.podMs !== 0 && !isWithin(deadline.podMs, 1000, YEAR_MS))
    yield problemAt(
      "deadline.podMs",
      "It is not between a second and a year.",
      "Give milliseconds, or 0 for no deadline.",
    );
  if (deadline !== null && !isWithin(deadline.backstopMs, LEAST_BACKSTOP_MS, YEAR_MS))
    yield problemAt(
      "deadline.backstopMs",
      "The Job's deadline, which deletes the evidence, does not come at least ten minutes after the pod's.",
      "Give at least 600000; a day is usual.",
    );
  if (ttlMs !== null && !isWithin(ttlMs, MINUTE_MS, YEAR_MS))
    yield problemAt(
      "ttlMs",
      "It is not between a minute and a year; the evidence of a Job that is deleted at its end is lost.",
      "Give a day, in milliseconds, or null to keep finished Jobs.",
    );
}

function isWithin(value: number, least: number, most: number): boolean {
  return Number.isFinite(value) && value >= least && value <= most;
}
