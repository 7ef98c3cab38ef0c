import type { LimitWishes, RunSpec } from "@runverdict/k8s-runner";
import type { AfterwardsConfig, LimitsConfig } from "../config/adapter-config.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const YEAR_MS = 366 * 24 * HOUR_MS;
/** What is allowed for node, image and volumes where no limit says it. */
const START_MS = 30 * MINUTE_MS;
/** Until our own limit has ended the run, if we still look after it. */
const SPARE_MS = MINUTE_MS;
const BACKSTOP_MS = 10 * MINUTE_MS;

/**
 * The host gives a cancelled run 60 s to settle; then its Stop is answered with an error, although the run is still
 * cancelled as it should (2026.916.1). Of a slow API server the runner takes 15 s until the agent is asked, the grace,
 * and two waits of haste for the last reads and for the deletion: that makes 50 s, and leaves 10 s for answers.
 */
const STOP_MS = 25_000;
const HASTE_MS = 5000;

/** The limits that are kept by whoever follows the run; 0 is none, as the runner has it. */
export function runLimits(limits: LimitsConfig): LimitWishes {
  const { scheduleMs, startMs, firstOutputMs, idleMs, runMs, lingerMs } = limits;
  return {
    scheduleMs,
    startMs,
    firstOutputMs,
    idleMs,
    runMs,
    lingerMs,
    stopGraceMs: Math.min(graceOf(limits), STOP_MS),
    hasteMs: HASTE_MS,
  };
}

/**
 * The limits that the cluster keeps when nobody follows the run any more. The pod's counts from when a node took it,
 * image and all, so it comes late; as long as the run is followed, our own comes first.
 */
export function deadlineOf({ runMs, startMs }: LimitsConfig): RunSpec["deadline"] {
  if (runMs === 0) return null;
  const podMs = Math.min(runMs + (startMs === 0 ? START_MS : startMs) + SPARE_MS, YEAR_MS);
  return { podMs, backstopMs: BACKSTOP_MS };
}

/** From SIGTERM to SIGKILL. A pod without any could not save its session. */
export function graceOf({ graceMs }: LimitsConfig): number {
  return Math.min(Math.max(graceMs, 1000), HOUR_MS);
}

/** A Job that is deleted at its end takes the evidence along, so it stays a minute at least. */
export function ttlOf({ ttlMs, retainJobs }: AfterwardsConfig): number | null {
  return retainJobs ? null : Math.min(Math.max(ttlMs, MINUTE_MS), YEAR_MS);
}
