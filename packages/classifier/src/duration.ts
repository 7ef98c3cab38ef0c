/** A duration as a person says it: `45 s`, `12 min`, `3 h 20 min`. */
export function minutes(durationMs: number): string {
  const seconds = Math.round(Math.max(0, durationMs) / 1000);
  if (seconds < 120) return `${seconds} s`;
  const whole = Math.round(seconds / 60);
  if (whole < 120) return `${whole} min`;
  return `${Math.floor(whole / 60)} h ${whole % 60} min`;
}
