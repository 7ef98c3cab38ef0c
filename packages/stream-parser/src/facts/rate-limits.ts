import type { RateLimitEvent } from "../events.ts";
import type { Limits } from "../limits.ts";
import type { RateLimitFacts } from "../parsed-stream.ts";
import { wireRateLimitEvent } from "../wire/rate-limit.ts";
import { shortOrNull, shortText } from "./bounded.ts";

export function rateLimitsAfter(
  facts: RateLimitFacts,
  event: RateLimitEvent,
  limits: Limits,
): RateLimitFacts {
  const count = facts.count + 1;
  const info = wireRateLimitEvent.parse(event.body.wire).rate_limit_info;
  if (info === null || info.status === null) return { ...facts, count };
  const last = {
    line: event.line,
    status: shortText(info.status, limits),
    limitType: shortOrNull(info.rateLimitType, limits),
    resetsAt: info.resetsAt === null ? null : info.resetsAt * 1000,
    utilization: info.utilization,
  };
  return {
    count,
    last,
    lastRejected: last.status === "rejected" ? last : facts.lastRejected,
    lastWarning: last.status === "allowed_warning" ? last : facts.lastWarning,
  };
}
