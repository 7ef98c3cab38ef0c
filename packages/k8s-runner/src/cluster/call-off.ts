/**
 * Ends a wait of our own, whose reason nobody reads. Without a reason the platform makes an error with a stack for each:
 * 20 µs, some 150 times a run, which came to a seventh of all that a run cost.
 */
export function callOff(wait: AbortController): void {
  wait.abort(null);
}
