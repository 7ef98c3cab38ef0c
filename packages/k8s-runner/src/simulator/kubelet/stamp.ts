import type { LogRecord } from "./container-log.ts";

/** A record's time as RFC 3339 with nine digits, in the node's time zone. */
export function stampOf({ at, nanos }: Pick<LogRecord, "at" | "nanos">, offsetMinutes: number): string {
  const local = new Date(at + offsetMinutes * 60_000).toISOString().slice(0, 23);
  return `${local}${String(nanos).padStart(6, "0")}${offset(offsetMinutes)}`;
}

function offset(minutes: number): string {
  if (minutes === 0) return "Z";
  const distance = Math.abs(minutes);
  const hours = String(Math.floor(distance / 60)).padStart(2, "0");
  return `${minutes < 0 ? "-" : "+"}${hours}:${String(distance % 60).padStart(2, "0")}`;
}
