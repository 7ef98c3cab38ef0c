/** How long each part of a run may take, in milliseconds. Where one may be null, that means that there is no limit. */
export interface Limits {
  /** From the Job's creation until its pod has a node. */
  readonly scheduleMs: number | null;
  /** From there until the agent container runs: image, volumes, init containers. */
  readonly startMs: number | null;
  /** From there until the first output. It counts only while we can see the log. */
  readonly firstOutputMs: number | null;
  /** Longest silence after some output. It counts only while we can see the log. */
  readonly idleMs: number | null;
  /** From the start of the agent container to its end. */
  readonly runMs: number | null;
  /** How long the agent may hang after its final word before it is stopped; the run stays ended. */
  readonly lingerMs: number;
  /** How long we gather what is left (log, status, Events) once the agent has ended. */
  readonly drainMs: number;
  /** How long sealing and deleting may take each; what is left then is left to the Job's TTL. */
  readonly teardownMs: number;
  /**
   * How long draining, and the deletion of what is known to have ended, may take each when somebody has cancelled, who
   * waits for it; null is as long as otherwise. What is left then of the log is lost, and of the Job left to its TTL.
   */
  readonly hasteMs: number | null;
  /** How long the agent gets to flush between SIGTERM and SIGKILL. */
  readonly stopGraceMs: number;
}

/** Limits as a caller wishes them: 0, null or absent is no limit, and a default for those that are always bounded. */
export type LimitWishes = { readonly [Name in keyof Limits]?: number | null | undefined };

const bounded = { lingerMs: 30_000, drainMs: 30_000, teardownMs: 60_000, stopGraceMs: 30_000 } as const;

/**
 * The wishes as limits; a limit that nobody wishes for is as in `before`, where there is one.
 *
 * @throws TypeError for a duration that is negative or no finite number.
 */
export function limitsFrom(wishes: LimitWishes = {}, before: Limits | null = null): Limits {
  const wish = (name: keyof Limits): number | null => {
    const value = (wishes[name] === undefined ? before?.[name] : wishes[name]) ?? 0;
    if (Number.isFinite(value) && value >= 0) return value === 0 ? null : value;
    throw new TypeError(`${name} is ${value}; give milliseconds, or 0 or nothing for no limit of your own.`);
  };
  return {
    scheduleMs: wish("scheduleMs"),
    startMs: wish("startMs"),
    firstOutputMs: wish("firstOutputMs"),
    idleMs: wish("idleMs"),
    runMs: wish("runMs"),
    lingerMs: wish("lingerMs") ?? bounded.lingerMs,
    drainMs: wish("drainMs") ?? bounded.drainMs,
    teardownMs: wish("teardownMs") ?? bounded.teardownMs,
    hasteMs: wish("hasteMs"),
    stopGraceMs: wish("stopGraceMs") ?? bounded.stopGraceMs,
  };
}
