/** Whole seconds, as Kubernetes counts; never less than what was meant. */
export function seconds(durationMs: number): number {
  return Math.ceil(durationMs / 1000);
}
