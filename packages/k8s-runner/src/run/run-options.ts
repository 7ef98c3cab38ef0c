import type { Cluster } from "../cluster/cluster.ts";
import type { RunSpec } from "../job/run-spec.ts";
import type { StringMap } from "../job/string-map.ts";
import type { LimitWishes } from "../lifecycle/limits.ts";
import type { Timestamps } from "../log/hand-over.ts";
import type { AdmissionGuard } from "./admission-guard.ts";
import type { AgentWatch } from "./agent-watch.ts";
import type { RunStore } from "./run-store.ts";
import type { OutputConsumer } from "./spool.ts";

/** How a run is followed, whoever began it. */
export interface FollowOptions {
  /** Runs that are given the same connection share its watches. */
  readonly cluster: Cluster;
  /**
   * Takes the output: each byte once and in order, one piece after the other. When a process ends before it has stored
   * how far it came, the next one hands the last second's output over again: its offset tells.
   */
  readonly onOutput: OutputConsumer;
  /** By default the agent has said all when it ends. */
  readonly agent?: AgentWatch;
  /** By default the run is remembered as long as the process lives. */
  readonly store?: RunStore;
  /** Leaves the Job there when the run is over, for its TTL or for somebody to look at; false by default. */
  readonly keepJob?: boolean;
  /** Cancels the run; the reason, if it is a text or an error, goes along. */
  readonly signal?: AbortSignal;
}

export interface RunOptions extends FollowOptions {
  readonly spec: RunSpec;
  /** For a run that is begun by this; one that another process began keeps its own. */
  readonly limits?: LimitWishes;
  readonly guard?: AdmissionGuard;
  /**
   * The texts of `spec.wrapper.files`, under the same names, for the nonce that the wrapper's frames of this Job have:
   * with it the output comes out of the frames. It is asked again by whoever takes the run up.
   */
  readonly wrapperFiles?: (nonce: string) => StringMap;
  /** Whether lines of the output keep the kubelet's timestamps; `strip` by default. Frames never have them. */
  readonly timestamps?: Timestamps;
}
