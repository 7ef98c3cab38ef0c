import type { PodSpec } from "../objects.ts";
import type { Store } from "./store.ts";

/**
 * Why a pod is not let in: a class that it names is not there. The words are those of the admissions, which look at pods
 * alone, so that a Job is taken and only its controller is refused.
 */
export function missingClass(store: Store, spec: PodSpec): string | null {
  const { priorityClassName: priority = "", runtimeClassName: runtime = "" } = spec;
  if (priority !== "" && store.get("priorityclasses", "", priority) === null) {
    return `no PriorityClass with name ${priority} was found`;
  }
  if (runtime !== "" && store.get("runtimeclasses", "", runtime) === null) {
    return `pod rejected: RuntimeClass "${runtime}" not found`;
  }
  return null;
}
