import type { PodFacts } from "@runverdict/classifier";
import { listEventsAbout } from "../cluster/objects/events.ts";
import { getJob } from "../cluster/objects/jobs.ts";
import { getPod, listPods } from "../cluster/objects/pods.ts";
import type { Seen } from "../cluster/objects/seen-object.ts";
import type { Answer, Trouble } from "../cluster/request/answer.ts";
import { isSameRun, readIdentity } from "../job/job-identity.ts";
import { AGENT_CONTAINER } from "../job/reserved.ts";
import type { Effect } from "../lifecycle/effect.ts";
import type { LifecycleEvent } from "../lifecycle/event.ts";
import { factsOf } from "../lifecycle/seen.ts";
import { failureOf, isMissing } from "./failure.ts";
import { labelSelector } from "./label-selector.ts";
import { sawJob, sawPod } from "./known.ts";
import type { RunContext } from "./run-context.ts";
import { podOfRun } from "./pod-of-run.ts";
import { sightOf } from "./sight-of.ts";

type Asked<Kind extends Effect["kind"]> = Extract<Effect, { readonly kind: Kind }>;

/** A consistent read of the run's Job. A Job of another run under its name is as good as none. */
export async function lookUpJob(
  run: RunContext,
  { ask, uid }: Asked<"look-up-job">,
): Promise<LifecycleEvent> {
  const answer = await getJob(run.cluster, run.jobName, run.signal);
  const at = run.cluster.clock.now();
  if (answer.kind !== "answered") {
    return isMissing(answer) ? { kind: "job-absent", at, ask, uid } : failed(answer, ask, at);
  }
  const seen = answer.value;
  const isIts = uid === null ? isSameRun(readIdentity(seen.object), run.identity) : seen.uid === uid;
  if (!isIts) return { kind: "job-absent", at, ask, uid };
  sawJob(run.known, seen);
  return { kind: "job-seen", at, ask, ...sightOf(seen) };
}

/** A consistent read of the pod that is known, or of those that the Job has. */
export async function lookUpPod(run: RunContext, effect: Asked<"look-up-pod">): Promise<LifecycleEvent> {
  const { ask, uid } = effect;
  const answer = await readPods(run, effect);
  const at = run.cluster.clock.now();
  if (answer.kind !== "answered") return failed(answer, ask, at);
  const seen = uid === null ? podOfRun(answer.value) : answer.value.find((pod) => pod.uid === uid);
  if (seen === undefined) return { kind: "pod-absent", at, ask, uid };
  sawPod(run.known, seen);
  return { kind: "pod-seen", at, ask, ...sightOf(seen) };
}

async function readPods(
  run: RunContext,
  { uid, jobUid }: Asked<"look-up-pod">,
): Promise<Answer<readonly Seen<PodFacts>[]>> {
  const { cluster, signal } = run;
  const name = uid === null ? null : podName(run, uid);
  if (name !== null) {
    const answer = await getPod(cluster, name, AGENT_CONTAINER, signal);
    if (answer.kind === "answered") return { kind: "answered", value: [answer.value] };
    return isMissing(answer) ? { kind: "answered", value: [] } : answer;
  }
  const ask = { labelSelector: labelSelector({ ...run.labels }) };
  const answer = await listPods(cluster, ask, AGENT_CONTAINER, signal);
  if (answer.kind !== "answered" || jobUid === null) return answer;
  return { kind: "answered", value: answer.value.filter((pod) => pod.jobUid === jobUid) };
}

/** The Events about Job and pod. Without the right to read them the run's end is told without them. */
export async function fetchEvents(
  run: RunContext,
  { ask, jobUid, podUid }: Asked<"fetch-events">,
): Promise<LifecycleEvent> {
  const uids = [jobUid, podUid].filter((uid) => uid !== null);
  const answer = await listEventsAbout(run.cluster, uids, run.signal);
  const at = run.cluster.clock.now();
  if (answer.kind !== "answered") return failed(answer, ask, at);
  run.known.events = answer.value;
  return { kind: "events-fetched", at, ask };
}

/** The name of the pod with this UID, as this process or a former one saw it. */
export function podName({ known, life }: RunContext, uid: string): string | null {
  if (known.pod?.uid === uid) return known.pod.name;
  const { pod } = life.state;
  return "uid" in pod && pod.uid === uid ? (factsOf(pod)?.name ?? null) : null;
}

export function failed(trouble: Trouble, ask: number, at: number): LifecycleEvent {
  return { kind: "request-failed", at, ask, why: failureOf(trouble) };
}
