import * as z from "zod";
import { maybe, number, text } from "./schemas.ts";

/** `rate_limit_event`: only with a claude.ai login. `allowed` is routine. `resetsAt` is in epoch seconds. */
export interface WireRateLimitEvent {
  readonly rate_limit_info: WireRateLimitInfo | null;
}

export interface WireRateLimitInfo {
  readonly status: string | null;
  readonly rateLimitType: string | null;
  readonly resetsAt: number | null;
  readonly utilization: number | null;
}

export const wireRateLimitEvent: z.ZodType<WireRateLimitEvent> = z.object({
  rate_limit_info: maybe(
    z.object({ status: text, rateLimitType: text, resetsAt: number, utilization: number }),
  ),
});
