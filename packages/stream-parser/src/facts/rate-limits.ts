import type { RateLimitEvent } from "../events.ts";
import { readRateLimitEvent } from "../wire/rate-limit.ts";
import { shortOrNull, shortText } from "./bounded.ts";
import type { Draft } from "./draft.ts";

export function addRateLimit({ rateLimits, limits }: Draft, event: RateLimitEvent): void {
  rateLimits.count += 1;
  const info = readRateLimitEvent(event.body.wire).rate_limit_info;
  if (info === null || info.status === null) return;
  const last = {
    line: event.line,
    status: shortText(info.status, limits),
    limitType: shortOrNull(info.rateLimitType, limits),
    resetsAt: info.resetsAt === null ? null : info.resetsAt * 1000,
    utilization: info.utilization,
  };
  rateLimits.last = last;
  if (last.status === "rejected") rateLimits.lastRejected = last;
  if (last.status === "allowed_warning") rateLimits.lastWarning = last;
}
