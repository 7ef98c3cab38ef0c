import { cite } from "../cite.ts";
import { plainMessage } from "../quote.ts";
import { abstain, find, type Rule } from "../rule.ts";

/** Jobs that exist and have no pod. */

export const podNeverCreated: Rule = {
  id: "pod-never-created",
  code: "pod_never_created",
  names: "cause",
  seen: "A Job without conditions, counters and pods past our schedule deadline: a missing service account, a stuck controller.",
  decidedBy: "the Events of the Job",
  judge({ evidence, end, intents, events }) {
    if (end.kind !== "no-pod") return abstain("the Job has or had a pod, or was not seen");
    if (intents.startDeadline === null) return abstain("no schedule deadline of ours has fired");
    const event = events.findLast(({ value }) => value.regarding.kind === "Job" && value.type === "Warning");
    const why =
      event === undefined
        ? "no Event says why"
        : plainMessage(event.value.message ?? event.value.reason, 160);
    return find({
      confidence: "confirmed",
      summary: `The Job never got a pod before our deadline: ${why}`,
      claims: [
        ...cite(evidence, "pods the Job has or had", end.path),
        ...cite(evidence, "our deadline fired", `${intents.startDeadline.path}.phase`),
        ...(event === undefined ? [] : cite(evidence, "the Job's last warning", `${event.path}.message`)),
      ],
    });
  },
};

export const suspendedExternally: Rule = {
  id: "suspended-externally",
  code: "suspended_externally",
  names: "cause",
  seen: "spec.suspend set on a running Job, on a real cluster: condition Suspended, reason JobSuspended, and the pod deleted.",
  decidedBy: "who patched spec.suspend",
  judge({ evidence, job, pod, end, intents }) {
    if (job === null || evidence.job.kind !== "found") return abstain("the Job was not seen");
    if (!job.value.suspended) return abstain("the Job is not suspended");
    if (end.kind === "running") return abstain("the agent container is still running");
    if (intents.deletion !== null) return abstain("an intent of ours explains the suspension");
    const index = job.value.conditions.findIndex(
      ({ type, status }) => type === "Suspended" && status === "True",
    );
    const had =
      pod !== null || job.value.podsCounted > 0 || job.value.startedAt !== null || end.kind === "gone";
    if (!had) return abstain("a Job that was created suspended never had a pod");
    return find({
      confidence: "confirmed",
      summary: "The Job was suspended from outside after it had a pod; Kubernetes deletes the pod then.",
      claims: [
        ...cite(evidence, "the Job is suspended", `${job.path}.suspended`),
        ...cite(evidence, "Kubernetes says so", `${job.path}.conditions.${index}.reason`),
      ],
    });
  },
};
