import { misuse, type Misuse } from "../misuse.ts";
import { readDuration } from "./read-duration.ts";

/** How long each part of a run may take, in milliseconds; 0 is no limit, and what is absent is left to the runner. */
export interface RunLimits {
  readonly scheduleMs?: number;
  readonly startMs?: number;
  readonly firstOutputMs?: number;
  readonly idleMs?: number;
  readonly runMs?: number;
  readonly lingerMs?: number;
  readonly stopGraceMs?: number;
}

/** As `parseArgs` wants them. */
export const limitOptions = {
  timeout: { type: "string" },
  "schedule-timeout": { type: "string" },
  "start-timeout": { type: "string" },
  "first-output-timeout": { type: "string" },
  "idle-timeout": { type: "string" },
  linger: { type: "string" },
  grace: { type: "string" },
} as const;

type LimitOption = keyof typeof limitOptions;

const names: Readonly<Record<LimitOption, keyof RunLimits>> = {
  timeout: "runMs",
  "schedule-timeout": "scheduleMs",
  "start-timeout": "startMs",
  "first-output-timeout": "firstOutputMs",
  "idle-timeout": "idleMs",
  linger: "lingerMs",
  grace: "stopGraceMs",
};

export type ReadLimits = { readonly kind: "limits"; readonly limits: RunLimits } | Misuse;

export function readLimits(values: { readonly [Name in LimitOption]?: string | undefined }): ReadLimits {
  const limits: { -readonly [Name in keyof RunLimits]: RunLimits[Name] } = {};
  for (const [option, given] of Object.entries(values)) {
    if (given === undefined || !isLimit(option)) continue;
    const ms = readDuration(given);
    if (ms === null) return misuse(`--${option} must be a duration like 90s, 30m or 1h30m, not "${given}".`);
    limits[names[option]] = ms;
  }
  return { kind: "limits", limits };
}

function isLimit(option: string): option is LimitOption {
  return Object.hasOwn(names, option);
}
