const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Longer is a slip: nobody waits for a run for a year. */
const LONGEST_MS = 366 * 86_400_000;

/** `90s`, `30m`, `1h30m`, `2d`, `500ms` in milliseconds; `0` is no limit. Null for anything else. */
export function readDuration(text: string): number | null {
  if (text === "0") return 0;
  if (!/^(?:[0-9]{1,9}(?:\.[0-9]{1,3})?(?:ms|s|m|h|d)){1,5}$/.test(text)) return null;
  const parts = [...text.matchAll(/([0-9.]+)(ms|s|m|h|d)/g)];
  const total = parts.reduce((sum, [, figure, unit]) => sum + Number(figure) * (units[unit ?? ""] ?? 0), 0);
  return total <= LONGEST_MS ? Math.round(total) : null;
}
