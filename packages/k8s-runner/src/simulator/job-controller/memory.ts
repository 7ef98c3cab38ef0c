import type { Job } from "../objects.ts";

/** What the controller remembers of a Job between two looks; lost with its process. */
export interface Memory {
  lastFailureAt: number | null;
  /** Pods that were counted, of a version that has no finalizers to count by. */
  readonly counted: Set<string>;
}

export interface Quota {
  /** Why no pod can be created; null when one can. */
  readonly refusal: (job: Job) => string | null;
}
