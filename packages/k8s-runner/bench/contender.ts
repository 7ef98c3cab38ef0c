import type { Cluster, RunSpec } from "@runverdict/k8s-runner";

/** What a contender is given for one run. */
export interface Wanted {
  readonly cluster: Cluster;
  readonly spec: RunSpec;
  /** Where it may ask whether a run shall be cancelled, if it is not told otherwise. */
  readonly cancelUrl: string;
  readonly onOutput: (bytes: Uint8Array) => void;
}

export interface Finished {
  readonly jobName: string;
  /** Null where it never learnt it. */
  readonly exitCode: number | null;
  readonly problems: readonly string[];
}

/** Runs an agent to its end, and leaves nothing. */
export type Contender = (wanted: Wanted) => Promise<Finished>;
