import { isObject, numberOf, textOf, type JsonObject } from "./fields.ts";

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

export function readRateLimitEvent(wire: JsonObject): WireRateLimitEvent {
  const info = wire["rate_limit_info"];
  return { rate_limit_info: isObject(info) ? readInfo(info) : null };
}

function readInfo(info: JsonObject): WireRateLimitInfo {
  return {
    status: textOf(info["status"]),
    rateLimitType: textOf(info["rateLimitType"]),
    resetsAt: numberOf(info["resetsAt"]),
    utilization: numberOf(info["utilization"]),
  };
}
