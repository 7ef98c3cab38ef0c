import type { Cluster } from "../../src/cluster/cluster.ts";
import type { RunSpec } from "../../src/job/run-spec.ts";
import type { Ability } from "./ability.ts";
import type { Rule } from "./deployed-role.ts";

/** What a story wants to be different. */
export interface Wishes {
  /** A server as 1.20 is, where the cluster can choose. */
  readonly isOld?: true;
  /** How many pods the namespace may have. */
  readonly podQuota?: number;
  /** The runner is no administrator, but may do what these rules say: those of `deploy/rbac.yaml`, or what is made of them. */
  readonly rules?: readonly Rule[];
}

/** A namespace of some cluster in which a story is played. Stories know no more of the cluster than this. */
export interface Ground {
  /** The runner's connection. */
  readonly cluster: Cluster;
  /** Somebody else's, who may do everything. */
  readonly somebody: Cluster;
  /** A kubeconfig that leads another process to the same namespace, as the runner. */
  readonly kubeconfigPath: string;
  /** With an image that has a shell and Node. */
  readonly spec: (differs: Partial<RunSpec>) => RunSpec;
  /** An image that nobody has. */
  readonly missingImage: string;
  /** A program for Node that says "eating" and then takes memory until the kernel ends it. */
  readonly glutton: string;
  /** Lets the kernel do so: whom it finds in the container, or a child of its first process. */
  readonly starve: (job: string, whom: "container" | "child") => void;
  readonly rotation: { readonly bytes: number; readonly everyMs: number };
  /** Kills the API server, and resolves when it is up again. */
  readonly restartApiServer: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** A cluster that gives ground to stories. */
export interface Host {
  /** Whether all stories are played in one cluster. */
  readonly isShared: boolean;
  readonly can: ReadonlySet<Ability>;
  readonly raise: (wishes: Wishes) => Promise<Ground>;
}
