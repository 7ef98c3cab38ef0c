/** `2026-01-05T12:00:00Z`: Kubernetes writes whole seconds, always rounded down. */
export function instant(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}

/** `2026-01-05T12:00:00.123000Z`, as in `eventTime`. */
export function microInstant(at: number): string {
  return `${new Date(at).toISOString().slice(0, 23)}000Z`;
}
