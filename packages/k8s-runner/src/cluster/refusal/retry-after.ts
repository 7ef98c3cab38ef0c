/** Nobody is believed who tells us to wait for longer. */
const LONGEST_MS = 10 * 60_000;

/** The `Retry-After` header, which is a number of seconds or a date, in milliseconds from now; null when it is neither. */
export function retryAfterMs(header: string | null, now: number): number | null {
  if (header === null) return null;
  const text = header.slice(0, 64).trim();
  const ms = /^\d{1,10}$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now;
  return Number.isNaN(ms) ? null : Math.min(Math.max(ms, 0), LONGEST_MS);
}
