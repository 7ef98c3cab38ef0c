import type { LifecycleEvent, Sight } from "../../../src/lifecycle/event.ts";
import type { LogEnd } from "../../../src/log/log-end.ts";
import type { JobFacts, PodFacts } from "@runverdict/classifier";
import { logEnds } from "./log-ends.ts";
import { type AgentWord, jobOf, jobUid, podOf, podUid } from "./objects.ts";
import type { Plan } from "./plan.ts";

/** What really happened to the run, in instants; null: it did not. */
export interface Truth {
  jobMadeAt: number | null;
  scheduledAt: number | null;
  startedAt: number | null;
  endedAt: number | null;
  /** `taken`: by somebody else's deletion. */
  endedBy: "itself" | "stop" | "taken" | null;
  publishedAt: number | null;
  finalWordAt: number | null;
  /** When it wrote something. */
  readonly writes: number[];
  stopAskedAt: number | null;
  podGoneAt: number | null;
  /** By us. */
  jobDeletedAt: number | null;
}

/** A little Kubernetes that knows one Job, its pod and the agent in it; `at` runs from the begin of the world. */
export interface Cluster {
  readonly truth: Truth;
  /** The things that happen by themselves, in order. */
  readonly later: (at: number, what: (at: number) => void) => void;
  readonly job: () => Sight<JobFacts> | null;
  readonly pod: () => Sight<PodFacts> | null;
  readonly make: (at: number) => void;
  readonly stopPod: (at: number, graceMs: number) => void;
  /** Somebody else deletes the pod. */
  readonly takePod: (at: number) => void;
  readonly deleteJob: (at: number, orphaning: boolean) => void;
  readonly connect: (connection: number, at: number) => void;
  /** Our side hangs up: what was not delivered is delivered to the next connection. */
  readonly hangUp: () => void;
  readonly cut: (at: number, why: LogEnd["kind"] | "stall") => void;
  readonly isDown: (at: number) => boolean;
}

type Tell = (event: LifecycleEvent, at: number) => void;
type Later = Cluster["later"];

export function clusterOf(plan: Plan, later: Later, tell: Tell): Cluster {
  const truth: Truth = {
    jobMadeAt: null,
    scheduledAt: null,
    startedAt: null,
    endedAt: null,
    endedBy: null,
    publishedAt: null,
    finalWordAt: null,
    writes: [],
    stopAskedAt: null,
    podGoneAt: null,
    jobDeletedAt: null,
  };
  let version = 100;
  let news = 0;
  let job: Sight<JobFacts> | null = null;
  let pod: Sight<PodFacts> | null = null;
  let connection: { number: number; stalled: boolean } | null = null;
  let undelivered: "nothing" | "output" | "final-word" = "nothing";

  const isDown = (at: number): boolean =>
    plan.outages.some(([from, forMs]) => at >= from && at < from + forMs);

  /** The watch tells it, unless this one gets lost; during an outage nothing is told, and a relist tells it later. */
  const announce = (at: number, event: (at: number) => LifecycleEvent | null): void => {
    const isLost = plan.lostNews[news % 8] === true;
    news += 1;
    if (isLost) return;
    const outage = plan.outages.find(([from, forMs]) => at >= from && at < from + forMs);
    later((outage === undefined ? at : outage[0] + outage[1]) + 20, (then) => {
      const told = event(then);
      if (told !== null) tell(told, then);
    });
  };

  const setPod = (at: number, agent: AgentWord): void => {
    version += 1;
    const sight = {
      uid: podUid,
      resourceVersion: String(version),
      facts: podOf(agent, { sidecar: plan.sidecar }),
    };
    pod = sight;
    announce(at, (then) => ({ kind: "pod-seen", at: then, ask: null, ...sight }));
  };

  const setJob = (at: number, over: "Complete" | "Failed" | null): void => {
    version += 1;
    const sight = { uid: jobUid, resourceVersion: String(version), facts: jobOf(over) };
    job = sight;
    announce(at, (then) => ({ kind: "job-seen", at: then, ask: null, ...sight }));
  };

  const removePod = (at: number): void => {
    if (pod === null) return;
    pod = null;
    truth.podGoneAt = at;
    cut(at, "gone");
    announce(at, (then) => ({ kind: "pod-absent", at: then, ask: null, uid: podUid }));
  };

  const end = (
    at: number,
    by: NonNullable<Truth["endedBy"]>,
    code: number,
    goneAfterMs: number | null,
  ): void => {
    if (truth.endedAt !== null || pod === null) return;
    if (truth.startedAt === null) return goneAfterMs === null ? undefined : removePod(at);
    truth.endedAt = at;
    truth.endedBy = by;
    later(at + 100, (then) => cut(then, "eof"));
    later(at + plan.lagMs, (then) => {
      if (pod === null) return;
      truth.publishedAt = then;
      setPod(then, { kind: "exited", code, finishedAt: epoch + at });
      if (!plan.sidecar && job !== null) setJob(then, code === 0 ? "Complete" : "Failed");
      if (goneAfterMs !== null) later(then + goneAfterMs, removePod);
    });
  };

  const deliver = (at: number): void => {
    if (connection === null || connection.stalled || undelivered === "nothing") return;
    tell({ kind: "log-progressed", at, connection: connection.number, said: undelivered }, at);
    undelivered = "nothing";
  };

  const write = (at: number): void => {
    if (truth.endedAt !== null || truth.finalWordAt !== null) return;
    truth.writes.push(at);
    if (undelivered === "nothing") undelivered = "output";
    deliver(at);
    if (at < talkativeMs) later(at + plan.outputEveryMs, write);
  };

  const giveFinalWord = (at: number): void => {
    if (truth.endedAt !== null) return;
    truth.finalWordAt = at;
    truth.writes.push(at);
    undelivered = "final-word";
    deliver(at);
  };

  const start = (at: number): void => {
    if (pod === null) return;
    truth.startedAt = at;
    setPod(at, { kind: "running", startedAt: epoch + at });
    if (plan.outputEveryMs < 1_000_000) later(at + plan.outputEveryMs, write);
    if (plan.finalWordMs !== null) later(at + plan.finalWordMs, giveFinalWord);
    if (plan.workMs !== null) later(at + plan.workMs, (then) => end(then, "itself", plan.exitCode, null));
  };

  const make = (at: number): void => {
    if (truth.jobMadeAt !== null) return;
    truth.jobMadeAt = at;
    setJob(at, null);
    setPod(at, { kind: "pending" });
    later(at + plan.schedulingMs, (then) => {
      if (pod === null) return;
      truth.scheduledAt = then;
      setPod(then, { kind: "scheduled" });
      later(then + plan.startingMs, start);
    });
  };

  const cut = (at: number, why: LogEnd["kind"] | "stall"): void => {
    if (connection === null) return;
    if (why === "stall") {
      connection.stalled = true;
      return;
    }
    const { number, stalled } = connection;
    if (stalled) return;
    connection = null;
    tell({ kind: "log-closed", at, connection: number, why: logEnds[why] }, at);
  };

  const connect = (number: number, at: number): void => {
    connection = null;
    const refusal = isDown(at)
      ? "server-error"
      : pod === null
        ? "gone"
        : truth.startedAt === null
          ? "waiting"
          : null;
    if (refusal !== null) {
      return tell({ kind: "log-closed", at, connection: number, why: logEnds[refusal] }, at);
    }
    connection = { number, stalled: false };
    tell({ kind: "log-opened", at, connection: number }, at);
    deliver(at);
    if (truth.endedAt !== null) later(at + 10, (then) => cut(then, "eof"));
  };

  const hangUp = (): void => {
    connection = null;
  };

  const stopPod = (at: number, graceMs: number): void => {
    truth.stopAskedAt ??= at;
    if (pod === null) return;
    if (truth.endedAt !== null) return later(at + plan.lagMs + 1000, removePod);
    const diesAt = at + (plan.stubborn ? graceMs : Math.min(graceMs, 700));
    later(diesAt, (then) => end(then, "stop", plan.stubborn ? 137 : 143, 500));
  };

  const takePod = (at: number): void => {
    if (pod === null) return;
    if (truth.endedAt !== null) removePod(at);
    else end(at, "taken", 143, 500);
    // The Job may have no other.
    if (job !== null) later(at + 1000, (then) => (job === null ? undefined : setJob(then, "Failed")));
  };

  const deleteJob = (at: number, orphaning: boolean): void => {
    if (job === null) return;
    job = null;
    announce(at, (then) => ({ kind: "job-absent", at: then, ask: null, uid: jobUid }));
    if (orphaning) return;
    if (truth.endedAt === null) later(at + 600, (then) => end(then, "taken", 143, 500));
    else later(at + 600, removePod);
  };

  return {
    truth,
    later,
    job: () => job,
    pod: () => pod,
    make,
    stopPod,
    takePod,
    deleteJob,
    connect,
    hangUp,
    cut,
    isDown,
  };
}

/** An agent that works for ever falls silent at some time, or two days are a long test. */
const talkativeMs = 2_000_000;

/** When worlds begin. */
export const epoch = 1_800_000_000_000;
