import type { JobFacts } from "@runverdict/classifier";
import { listJobs, readIdentity, type Answer, type Cluster, type Seen } from "@runverdict/k8s-runner";
import { ADAPTER_TYPE } from "../host/adapter-type.ts";
import { LABELS } from "../host/labels.ts";
import type { HeldJob } from "./concurrency.ts";
import { recordedFollower } from "./recorded-follower.ts";

/** The Jobs of one agent, in the namespace of the connection: this adapter's, and those that the original left. */
export async function heldJobs(
  cluster: Cluster,
  agentLabel: string,
  isFollowed: (jobName: string) => boolean,
  signal: AbortSignal,
): Promise<Answer<readonly HeldJob[]>> {
  const labelSelector = `${LABELS.agentId}=${agentLabel},${LABELS.adapterType}=${ADAPTER_TYPE}`;
  const listed = await listJobs(cluster, { labelSelector }, signal);
  return listed.kind === "answered"
    ? { kind: "answered", value: listed.value.map((job) => heldJob(job, isFollowed)) }
    : listed;
}

function heldJob(
  { name, uid, resourceVersion, labels, facts, object }: Seen<JobFacts>,
  isFollowed: (jobName: string) => boolean,
): HeldJob {
  const identity = readIdentity(object);
  const runId = identity?.runId ?? labels.get(LABELS.runId) ?? null;
  return {
    name,
    uid,
    resourceVersion,
    createdAt: facts.createdAt,
    runId,
    followedBy: recordedFollower(object) ?? runId,
    task: labels.get(LABELS.taskId) ?? null,
    session: labels.get(LABELS.sessionId) ?? null,
    isOurs: identity !== null,
    isOver: facts.conditions.some(isTerminal),
    isBeingDeleted: facts.deletionRequestedAt !== null,
    follower: isFollowed(name) ? { kind: "this-process" } : null,
  };
}

function isTerminal({ type, status }: JobFacts["conditions"][number]): boolean {
  return status === "True" && (type === "Complete" || type === "Failed");
}
