import type { PodSpec } from "../objects.ts";
import type { Store } from "./store.ts";

/** A pod's priority, which is that of the class that it names. */
export function priorityOf(store: Store, { priorityClassName = "" }: PodSpec): number {
  return store.get("priorityclasses", "", priorityClassName)?.value ?? 0;
}
