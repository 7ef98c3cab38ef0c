/** Time of day in UTC, as a cluster's log has it. */
export function clock(at: number): string {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? "--:--:--" : date.toISOString().slice(11, 19);
}

/** A day and its time in UTC. */
export function instant(at: number): string {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? "unknown" : `${date.toISOString().slice(0, 10)} ${clock(at)} UTC`;
}
