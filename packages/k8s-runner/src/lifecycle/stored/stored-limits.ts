import type { Limits } from "../limits.ts";
import { duration, fields, orNull, type Shape } from "./shape.ts";

/** How the limits of a run look where they are stored. */
export const storedLimits: Shape<Limits> = fields<Limits>({
  scheduleMs: orNull(duration),
  startMs: orNull(duration),
  firstOutputMs: orNull(duration),
  idleMs: orNull(duration),
  runMs: orNull(duration),
  lingerMs: duration,
  drainMs: duration,
  teardownMs: duration,
  hasteMs: orNull(duration),
  stopGraceMs: duration,
});
