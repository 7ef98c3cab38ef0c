import { textAt } from "../explain/field.ts";
import { versionOf } from "../run/version-of.ts";

/** A Job's pod that says how its run fares: one that is not over, else the newest. Null when there is none. */
export function choosePod(pods: readonly unknown[]): unknown {
  const newestFirst = pods.toSorted((one, other) => compare(other, one));
  return newestFirst.find((pod) => !isOver(pod)) ?? newestFirst[0] ?? null;
}

function isOver(pod: unknown): boolean {
  const phase = textAt(pod, "status", "phase");
  return phase === "Succeeded" || phase === "Failed" || textAt(pod, "metadata", "deletionTimestamp") !== null;
}

/**
 * By creation, which the server tells in whole seconds and always in the same form; of two in one second, the later one
 * was written to last.
 */
function compare(one: unknown, other: unknown): number {
  const [left, right] = [one, other].map((pod) => textAt(pod, "metadata", "creationTimestamp") ?? "");
  if (left === undefined || right === undefined || left === right) return versionOf(one) - versionOf(other);
  return left < right ? -1 : 1;
}
