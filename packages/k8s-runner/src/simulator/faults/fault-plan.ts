import type { ResourceName } from "../objects.ts";
import type { Verb } from "../api/route.ts";

/**
 * What goes wrong, as plain data: on the wire, and in the cluster. The same plan gives the same troubles again, as far
 * as the requests come in the same order.
 */
export interface FaultPlan {
  readonly wire: readonly WireFault[];
  readonly happenings: readonly PlannedHappening[];
}

export const NO_FAULTS: FaultPlan = { wire: [], happenings: [] };

/** `create jobs`, `watch pods`, `get pods/log`, `create pods/eviction`, `create selfsubjectaccessreviews`. */
export type RequestKind =
  `${Verb} ${ResourceName | "pods/log" | "pods/eviction" | "jobs/status" | "selfsubjectaccessreviews"}`;

/** Befalls the n-th request of a kind, counted from 1 since the fault was added. */
export type WireFault = { readonly on: RequestKind; readonly nth: number } & WireTrouble;

export type WireTrouble =
  /** An answer of the API server, or of something before it, instead of the real one. Nothing was done. */
  | { readonly kind: "error"; readonly code: 429 | 500 | 503 | 504; readonly retryAfterSeconds?: number }
  /** The connection is reset before anything was done. */
  | { readonly kind: "request-lost" }
  /** What was asked for is done, and the connection is reset instead of an answer. */
  | { readonly kind: "answer-lost" }
  /** What was asked for is done after a while. */
  | { readonly kind: "delay"; readonly ms: number }
  /** No answer, and the connection stays open: half-open, as after a lost route. Nothing was done. */
  | { readonly kind: "hang" }
  /**
   * So many bytes of the body are sent. Then the connection is closed in the middle of the body, or reset (which may
   * overtake what is on its way), or the body ends as if all were well, or nothing more comes.
   */
  | { readonly kind: "cut"; readonly afterBytes: number; readonly how: "close" | "reset" | "eof" | "stall" }
  /** A list with `resourceVersion=0`, which allows it, is served from a cache that is so many changes behind. */
  | { readonly kind: "stale"; readonly changes: number }
  /** A watch leaves out its n-th event, counted from 1. */
  | { readonly kind: "lost-event"; readonly event: number };

/** When something happens: so long after a run got so far, or after the simulator was started. */
export type Moment =
  | { readonly kind: "start"; readonly afterMs: number }
  | {
      readonly kind: "run";
      /** Which Job, counted from 0 in the order of their creation. */
      readonly run: number;
      readonly reached: "created" | "scheduled" | "running" | "ended";
      readonly afterMs: number;
    };

export interface PlannedHappening {
  readonly when: Moment;
  readonly what: Happening;
}

/** Something that befalls the cluster. What concerns a pod concerns the newest one of its Job. */
export type Happening =
  | { readonly kind: "kubelet-restart"; readonly downMs: number }
  | { readonly kind: "api-server-restart"; readonly downMs: number; readonly how: "sigkill" | "sigterm" }
  | { readonly kind: "compact-history" }
  | { readonly kind: "node-loss"; readonly backAfterMs: number | null }
  | { readonly kind: "node-removed" }
  | ({ readonly job: string; readonly namespace?: string } & JobHappening);

export type JobHappening =
  | { readonly kind: "rotate-log" }
  | { readonly kind: "oom" }
  /** Whether a child or the container's first process is killed: on cgroup v1 the container can live on. */
  | { readonly kind: "oom-child" }
  | { readonly kind: "evict"; readonly why: "node-pressure" | "own-limit" | "api" }
  | { readonly kind: "preempt" }
  | { readonly kind: "late-status"; readonly byMs: number }
  | { readonly kind: "delete-pod"; readonly graceSeconds?: number }
  | { readonly kind: "delete-job"; readonly policy: "Background" | "Foreground" | "Orphan" }
  | { readonly kind: "expire-job" };
