import type { Cluster } from "../cluster/cluster.ts";
import type { JobIdentity } from "../job/job-identity.ts";
import type { Limits } from "../lifecycle/limits.ts";
import type { Turn } from "../lifecycle/pursue.ts";
import type { Timestamps } from "../log/hand-over.ts";
import type { Admission } from "./admission.ts";
import type { AdmissionGuard } from "./admission-guard.ts";
import type { AgentWatch } from "./agent-watch.ts";
import type { NewsSource, RunLabels } from "./news.ts";
import type { RunRecord } from "./run-record.ts";
import type { RunStore } from "./run-store.ts";
import type { OutputConsumer } from "./spool.ts";

/** All that a run is made of. */
export interface RunParts {
  /** In the namespace of the run. */
  readonly cluster: Cluster;
  readonly news: NewsSource;
  readonly identity: JobIdentity;
  readonly jobName: string;
  readonly labels: RunLabels;
  /** Until the run's Job says others. */
  readonly limits: Limits;
  readonly timestamps: Timestamps;
  /** Whether the agent's output comes in the frames of the in-pod wrapper. */
  readonly framed: boolean;
  readonly guard: AdmissionGuard | null;
  readonly admission: Admission;
  readonly onOutput: OutputConsumer;
  readonly agent: AgentWatch;
  readonly store: RunStore;
  readonly keepJob: boolean;
  /** Where it begins: anew, or where a former process left it. */
  readonly first: Turn;
  readonly from: Pick<RunRecord, "log" | "events" | "forensics"> | null;
  /** What went wrong before it began. */
  readonly problems: readonly unknown[];
}
