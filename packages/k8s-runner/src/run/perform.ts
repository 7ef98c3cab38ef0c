import type { Effect } from "../lifecycle/effect.ts";
import type { LifecycleEvent } from "../lifecycle/event.ts";
import type { LogRead } from "../cluster/objects/pod-log.ts";
import { oneLine } from "../lifecycle/one-line.ts";
import type { GuardAnswer } from "./admission-guard.ts";
import { agentContainerId } from "./agent-container-id.ts";
import { recordIntent, removeJob, removePod, stopAgent } from "./intervene.ts";
import type { LoggedPod } from "./log-intake.ts";
import { sawJob } from "./known.ts";
import { fetchEvents, lookUpJob, lookUpPod, podName } from "./look-up.ts";
import type { RunContext } from "./run-context.ts";
import { sightOf } from "./sight-of.ts";
import { sealForensics, totalOf } from "./seal.ts";
import { within } from "./within.ts";

type Asked<Kind extends Effect["kind"]> = Extract<Effect, { readonly kind: Kind }>;

/** Does what the lifecycle asks for. Gives the event that answers it; null for what answers by itself, or not at all. */
export async function perform(run: RunContext, effect: Effect): Promise<LifecycleEvent | null> {
  switch (effect.kind) {
    case "admit":
      return admit(run, effect);
    case "create-job":
      return create(run, effect);
    case "look-up-job":
      return lookUpJob(run, effect);
    case "look-up-pod":
      return lookUpPod(run, effect);
    case "follow-log":
      return follow(run, effect);
    case "close-log":
      run.log.follower().close(effect.connection);
      return null;
    case "read-log-rest":
      return readRest(run, effect);
    case "leave-log-rest":
      run.log.follower().rest.leave();
      return null;
    case "fetch-events":
      return fetchEvents(run, effect);
    case "record-intent":
      return recordIntent(run, effect);
    case "stop-agent":
      return stopAgent(run, effect);
    case "seal-forensics":
      return sealForensics(run, effect);
    case "delete-job":
      return removeJob(run, effect);
    case "delete-pod":
      return removePod(run, effect);
    case "settle":
      return null;
  }
}

async function admit(run: RunContext, { ask }: Asked<"admit">): Promise<LifecycleEvent> {
  const answer = await askGuard(run);
  const at = run.cluster.clock.now();
  if (answer === "late") return { kind: "request-failed", at, ask, why: "unavailable" };
  if (answer.kind === "admitted") return { kind: "admitted", at, ask };
  const message = oneLine(answer.message, 500);
  return {
    kind: "admission-refused",
    at,
    ask,
    answer: { outcome: "blocked", http: null, reason: answer.reason, message },
  };
}

const admitted = { kind: "admitted" } as const;
/** The lifecycle asks again after as long, whether or not the guard ever answers. */
const GUARD_MS = 60_000;

/** A guard need not heed its signal: who is let go must not wait for it. */
async function askGuard({ guard, identity, signal, cluster }: RunContext): Promise<GuardAnswer | "late"> {
  if (guard === null) return admitted;
  return within(cluster.clock, GUARD_MS, guard(identity, signal), signal);
}

async function create(run: RunContext, { ask }: Asked<"create-job">): Promise<LifecycleEvent> {
  run.followNews();
  const outcome = await run.admission(run.signal);
  const at = run.cluster.clock.now();
  if (outcome.kind === "unavailable") return { kind: "request-failed", at, ask, why: "unavailable" };
  const { answer, job, recorded, limits } = outcome;
  run.life.limits = limits ?? run.life.limits;
  if (job !== null) sawJob(run.known, job);
  return { kind: "create-answered", at, ask, answer, job: job === null ? null : sightOf(job), recorded };
}

async function follow(
  run: RunContext,
  { connection, podUid }: Asked<"follow-log">,
): Promise<LifecycleEvent | null> {
  const pod = loggedPod(run, podUid);
  if (pod !== null) {
    await run.log.follower().follow(connection, pod, run.signal);
    return null;
  }
  const why = { kind: "gone", what: "pod" } as const;
  return { kind: "log-closed", at: run.cluster.clock.now(), connection, why };
}

async function readRest(
  run: RunContext,
  { ask, podUid }: Asked<"read-log-rest">,
): Promise<LifecycleEvent | null> {
  const pod = loggedPod(run, podUid);
  const follower = run.log.follower();
  const { now } = run.cluster.clock;
  const progressed = (): void => run.tell({ kind: "log-rest-progressed", at: now(), ask });
  const end: LogRead =
    pod === null ? { kind: "gone", what: "pod" } : await follower.rest.read(pod, progressed, run.signal);
  const at = now();
  switch (end.kind) {
    case "aborted":
      return null;
    case "reset":
    case "idle":
    case "unreachable":
    case "throttled":
    case "server-error":
      return { kind: "request-failed", at, ask, why: "unavailable" };
    case "unauthenticated":
    case "forbidden":
      return { kind: "request-failed", at, ask, why: "refused" };
    // Whatever else is said, there is no more log.
    case "eof":
    case "kubelet-error":
    case "waiting":
    case "gone":
    case "misnamed":
    case "refused": {
      const completeness = follower.completeness(totalOf(run.life.state));
      return { kind: "log-rest-read", at, ask, completeness, end: end.kind === "eof" ? "eof" : null };
    }
  }
}

function loggedPod(run: RunContext, podUid: string): LoggedPod | null {
  const name = podName(run, podUid);
  if (name === null) return null;
  const { pod } = run.known;
  const containerId = pod?.uid === podUid ? agentContainerId(pod.object) : "";
  return { name, podUid, containerId };
}
