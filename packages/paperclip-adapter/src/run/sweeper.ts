import { sweepOrphans, type Cluster } from "@runverdict/k8s-runner";

/** Deletes what hosts that were killed have left behind: Jobs that nobody let run, or that outlived their time to live. */
export interface Sweeper {
  /** Looks if it is time to. It returns at once, whatever comes of it; a connection that is closed meanwhile ends it. */
  readonly sweep: (cluster: Cluster, namespace: string) => Promise<void>;
}

export interface SweeperOptions {
  /** How long it rests after it has looked through a namespace; an hour by default. */
  readonly restMs?: number;
  /** Only what is older is looked at; an hour by default, for a run that is just being made must not be taken for a rest. */
  readonly olderThanMs?: number;
}

const HOUR_MS = 3_600_000;
const MOST_MS = 30_000;

export function createSweeper({ restMs = HOUR_MS, olderThanMs = HOUR_MS }: SweeperOptions = {}): Sweeper {
  const sweptAt = new Map<string, number>();
  return {
    async sweep(cluster, namespace) {
      const key = `${cluster.server} ${namespace}`;
      const now = cluster.clock.now();
      const last = sweptAt.get(key);
      if (last !== undefined && now - last < restMs) return;
      // Runs that begin meanwhile need not look as well.
      sweptAt.set(key, now);
      const there = { ...cluster, namespace };
      const report = await sweepOrphans({ cluster: there, olderThanMs }, AbortSignal.timeout(MOST_MS));
      if (report.troubles.length > 0) sweptAt.delete(key);
    },
  };
}
