/** How long the parts of the cluster take over their work, in milliseconds. */
export interface Delays {
  /** From a pod's creation to its binding to a node. */
  readonly scheduleMs: number;
  /** From the binding to the kubelet's first status, and from there to the sandbox. */
  readonly admitMs: number;
  readonly sandboxMs: number;
  /** From the sandbox to the running container, with the image on the node. */
  readonly startMs: number;
  /** From what happens to a container to the status that tells of it. */
  readonly statusMs: number;
  /** From the last container's end to the pod's terminal phase. */
  readonly phaseMs: number;
  /** From the terminal phase of a deleted pod to its disappearance. */
  readonly removeMs: number;
  /** The Job controller gathers changes of pods for this long; it looks at a new Job after `jobSyncMs`. */
  readonly jobBatchMs: number;
  readonly jobSyncMs: number;
  /** The garbage collector and the TTL controller. */
  readonly collectMs: number;
  /** How often pods are looked for that were deleted before they were bound. */
  readonly podGcMs: number;
  /** How long the end of a container stays unknown to whoever follows its log. */
  readonly logEndMs: number;
  /** How often the kubelet looks whether a log must be rotated, tries a mount or an image again, looks at deadlines. */
  readonly rotateMs: number;
  readonly retryMs: number;
  /** The Job controller's wait after a first failed pod; it doubles with each, up to six minutes. */
  readonly backoffMs: number;
}

/** As measured on a small cluster of 1.36.2 with one node and nothing else to do. */
export const REAL_DELAYS: Delays = {
  scheduleMs: 20,
  admitMs: 150,
  sandboxMs: 350,
  startMs: 250,
  statusMs: 200,
  phaseMs: 1000,
  removeMs: 700,
  jobBatchMs: 1000,
  jobSyncMs: 30,
  collectMs: 100,
  podGcMs: 20_000,
  logEndMs: 1000,
  rotateMs: 10_000,
  retryMs: 2000,
  backoffMs: 10_000,
};

/** The same order of things as fast as it goes, for tests with real time and for a newcomer's first run. */
export const QUICK_DELAYS: Delays = {
  scheduleMs: 1,
  admitMs: 1,
  sandboxMs: 1,
  startMs: 1,
  statusMs: 2,
  phaseMs: 5,
  removeMs: 5,
  jobBatchMs: 4,
  jobSyncMs: 1,
  collectMs: 1,
  podGcMs: 10,
  logEndMs: 2,
  rotateMs: 250,
  retryMs: 20,
  backoffMs: 50,
};
