import { deleteJob, patchJob } from "../cluster/objects/jobs.ts";
import { pointer, type PatchOperation } from "../cluster/objects/json-patch.ts";
import type { Deleted } from "../cluster/objects/deletion.ts";
import { deletePod } from "../cluster/objects/pods.ts";
import { deleteSecret } from "../cluster/objects/secrets.ts";
import { member } from "../member.ts";
import type { Answer } from "../cluster/request/answer.ts";
import { readIdentity } from "../job/job-identity.ts";
import { seconds } from "../job/seconds.ts";
import type { Effect } from "../lifecycle/effect.ts";
import type { LifecycleEvent } from "../lifecycle/event.ts";
import { isMissing } from "./failure.ts";
import { failed, podName } from "./look-up.ts";
import { INTENT_ANNOTATION, writeIntent } from "./job-annotations.ts";
import type { RunContext } from "./run-context.ts";

type Asked<Kind extends Effect["kind"]> = Extract<Effect, { readonly kind: Kind }>;

/** What changes a run from outside: each names the object that it means by its UID. */

export async function recordIntent(run: RunContext, effect: Asked<"record-intent">): Promise<LifecycleEvent> {
  const { ask, jobUid, intent, reason } = effect;
  const path = pointer("metadata", "annotations", INTENT_ANNOTATION);
  const answer = await patchJob(
    run.cluster,
    run.jobName,
    { uid: jobUid, resourceVersion: null },
    [{ op: "add", path, value: writeIntent(intent, reason) }, ...againstReplacement(run)],
    run.signal,
  );
  const at = run.cluster.clock.now();
  if (answer.kind === "answered") return { kind: "intent-recorded", at, ask };
  return isMissing(answer) ? { kind: "job-absent", at, ask, uid: jobUid } : failed(answer, ask, at);
}

/**
 * Servers before 1.28 drop `podReplacementPolicy`, and replace a pod as soon as its deletion begins: seen on 1.20, where a
 * second agent worked a second after the first one was told to stop. A Job that wants no pod gets none.
 */
function againstReplacement({ known }: RunContext): readonly PatchOperation[] {
  const keepsPolicy =
    member(member(known.jobs.objects().at(-1), "spec"), "podReplacementPolicy") === "Failed";
  return keepsPolicy ? [] : [{ op: "add", path: "/spec/parallelism", value: 0 }];
}

export async function stopAgent(run: RunContext, effect: Asked<"stop-agent">): Promise<LifecycleEvent> {
  const { ask, podUid, graceMs } = effect;
  const outcome = await endPod(run, podUid, graceMs);
  const at = run.cluster.clock.now();
  if (outcome.kind !== "answered") return failed(outcome, ask, at);
  return outcome.value === "gone"
    ? { kind: "pod-absent", at, ask, uid: podUid }
    : { kind: "stop-accepted", at, ask };
}

export async function removeJob(run: RunContext, { ask, uid }: Asked<"delete-job">): Promise<LifecycleEvent> {
  if (run.keepJob) return { kind: "request-failed", at: run.cluster.clock.now(), ask, why: "refused" };
  const how = { uid, propagationPolicy: "Background" } as const;
  const answer = await deleteJob(run.cluster, run.jobName, how, run.signal);
  const at = run.cluster.clock.now();
  if (answer.kind !== "answered") return failed(answer, ask, at);
  return { kind: "job-deleted", at, ask, outcome: answer.value === "gone" ? "gone" : "deleted" };
}

/** A pod whose Job is gone, and its Secret: whoever deleted the Job and orphaned the one has orphaned the other as well. */
export async function removePod(run: RunContext, { ask, uid }: Asked<"delete-pod">): Promise<LifecycleEvent> {
  const outcome = await endPod(run, uid, run.life.limits.stopGraceMs);
  const secret = outcome.kind === "answered" ? await removeSecret(run) : outcome;
  const at = run.cluster.clock.now();
  if (outcome.kind !== "answered") return failed(outcome, ask, at);
  if (secret.kind !== "answered") return failed(secret, ask, at);
  return { kind: "pod-deleted", at, ask, outcome: outcome.value === "gone" ? "gone" : "deleted" };
}

/**
 * With the prompt and the credentials in it, it must not stay for ever. The cluster takes it along with its Job in all
 * other cases, also one that was made just when its Job was deleted: the garbage collector looks for the owner's UID.
 */
async function removeSecret({ cluster, known, signal }: RunContext): Promise<Answer<Deleted>> {
  const name = readIdentity(known.jobs.objects().at(-1))?.secretName ?? null;
  if (name === null) return { kind: "answered", value: "gone" };
  // Its name has a nonce in it, so that no other is ever called so.
  return deleteSecret(cluster, name, null, signal);
}

function endPod(run: RunContext, uid: string, graceMs: number): ReturnType<typeof deletePod> {
  const name = podName(run, uid);
  // Of a pod that was seen the name is known; one that was never seen can't be the one that is meant.
  if (name === null) return Promise.resolve({ kind: "answered", value: "gone" });
  // With no grace at all the API server forgets the pod at once, and with it how it ended.
  const graceSeconds = Math.max(1, seconds(graceMs));
  return deletePod(run.cluster, name, { uid, graceSeconds }, run.signal);
}
