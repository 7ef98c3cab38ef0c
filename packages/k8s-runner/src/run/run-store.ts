import type { RunRecord } from "./run-record.ts";

/**
 * Where runs are remembered across processes. What `save` has resolved for survives the end of the process; whatever
 * rejects is tried again at the next change, and nothing is deleted in the cluster before the evidence was saved.
 */
export interface RunStore {
  /** Replaces the record of the same run as a whole, or not at all. */
  readonly save: (record: RunRecord) => Promise<void>;
  /**
   * By `recordKey`: `<namespace>/<name of the Job>`. Null where there is none. Where there is one that can't be read or
   * used it rejects and says why; the run is then taken up from its Job, and the reason is among its `problems`.
   */
  readonly load: (key: string) => Promise<RunRecord | null>;
  /** The keys of all records, also of runs that have settled: a record stays until somebody removes it. */
  readonly list: () => Promise<readonly string[]>;
  readonly remove: (key: string) => Promise<void>;
}
