import type { CodeEntry } from "./entry.ts";

/** Endings before there was a pod. */
export type CreationCode =
  | "concurrent_run_blocked"
  | "orphan_task_unknown"
  | "orphan_session_mismatch"
  | "guard_unreachable"
  | "name_conflict"
  | "agent_id_invalid"
  | "secret_create_failed"
  | "unauthenticated"
  | "api_unavailable"
  | "namespace_gone"
  | "quota_exceeded"
  | "admission_denied"
  | "job_rejected"
  | "forbidden"
  | "pod_never_created"
  | "suspended_externally";

const guard = { outcome: "failed", family: "intent", attribution: "runner", session: "none" } as const;
const rejected = {
  outcome: "failed",
  family: "config",
  attribution: "configuration",
  session: "none",
} as const;
const platform = {
  outcome: "failed",
  family: "infrastructure",
  attribution: "platform",
  session: "none",
} as const;

export const creationCodes: Readonly<Record<CreationCode, CodeEntry>> = {
  concurrent_run_blocked: {
    ...guard,
    title: "Another run is still alive",
    means: "Another run of this agent is still alive, and two at once are not allowed.",
    look: "The Job that the message names.",
    resolve: "Wait for the other run, or end it, and start this one again.",
  },
  orphan_task_unknown: {
    ...guard,
    title: "Orphaned Job of an unknown task",
    means: "A Job of this agent was found whose task is not known, so that it can't be adopted.",
    look: "The labels and annotations of the Job that the message names.",
    resolve: "Decide by hand whether the orphaned Job may be deleted.",
  },
  orphan_session_mismatch: {
    ...guard,
    title: "Orphaned Job of another session",
    means: "A Job of the same task was found that works in another session.",
    look: "The session ids of both, in the message.",
    resolve: "Wait for the orphaned Job, or delete it by hand.",
  },
  guard_unreachable: {
    ...guard,
    family: "infrastructure",
    attribution: "platform",
    title: "Could not check for other runs",
    means: "The look-up of other runs failed, and starting without it might start a second agent.",
    look: "Whether the runner may list Jobs, and whether the API server answers.",
    resolve: "Fix the runner's access to the API server, and start the run again.",
  },
  name_conflict: {
    ...guard,
    title: "Job name is taken",
    means: "A Job of this name exists and belongs to another run.",
    look: "The run id in the annotations of the existing Job.",
    resolve: "Delete the other Job if it is a left-over, or use another run id.",
  },
  agent_id_invalid: {
    ...guard,
    family: "config",
    attribution: "configuration",
    title: "Agent id can't name a Job",
    means: "Nothing of the agent id is left once it is made fit for a Kubernetes label.",
    look: "The agent id.",
    resolve: "Give the agent an id with letters or digits.",
  },
  secret_create_failed: {
    ...rejected,
    title: "Secret not created",
    means: "The Secret with the prompt or the environment could not be created.",
    look: "Whether the runner may create Secrets, and the size of the prompt.",
    resolve: "Fix what the API server names, and start the run again.",
  },
  unauthenticated: {
    ...rejected,
    title: "API server did not know us",
    means: "The API server answered 401 when the Job was to be created.",
    look: "The runner's token or kubeconfig: expired, rotated, for another cluster.",
    resolve: "Renew the runner's credentials.",
  },
  api_unavailable: {
    ...platform,
    title: "API server not available",
    means: "The API server, or a webhook it had to ask, could not be reached, or turned us away for load.",
    look: "The API server's health and the webhook that the message names.",
    resolve: "Start the run again after a pause; nothing was created.",
  },
  namespace_gone: {
    ...rejected,
    title: "Namespace is gone",
    means: "The namespace does not exist, or is being deleted.",
    look: "kubectl get namespace.",
    resolve: "Create the namespace, or name another in the configuration.",
  },
  quota_exceeded: {
    ...rejected,
    family: "limits",
    title: "Quota exceeded",
    means: "A ResourceQuota of the namespace does not allow another Job or pod.",
    look: "kubectl describe resourcequota.",
    resolve: "Wait for other runs to end, or raise the quota.",
  },
  admission_denied: {
    ...rejected,
    title: "Denied by admission",
    means: "Pod Security or an admission webhook said no.",
    look: "The policy that the message names.",
    resolve: "Make the pod fit the policy, or exempt the namespace.",
  },
  job_rejected: {
    ...rejected,
    title: "Job rejected",
    means: "The API server found the Job invalid or too large.",
    look: "The field that the message names.",
    resolve: "Fix the field that the message names.",
  },
  forbidden: {
    ...rejected,
    title: "Not allowed to create Jobs",
    means: "RBAC does not let the runner create Jobs in this namespace.",
    look: "kubectl auth can-i create jobs, as the runner's service account.",
    resolve: "Bind the runner's service account to a Role that may create Jobs.",
  },
  pod_never_created: {
    ...platform,
    title: "Pod was never created",
    means: "The Job was accepted, but no pod appeared before our deadline, and no reason is known.",
    look: "kubectl describe job: its Events, and whether the Job controller runs.",
    resolve: "Look at the Events of the Job, and start the run again.",
  },
  suspended_externally: {
    ...platform,
    attribution: "user",
    session: "keep",
    title: "Suspended by somebody else",
    means: "The Job was suspended after it had a pod; suspending deletes the pod.",
    look: "A queue controller (Kueue), or whoever patched spec.suspend.",
    resolve: "Resume the Job when the queue allows it, or ask who suspended it.",
  },
};
