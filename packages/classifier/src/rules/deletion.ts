import { cite } from "../cite.ts";
import { minutes } from "../duration.ts";
import { plainMessage } from "../quote.ts";
import { terminalConditions } from "../reading/job-conditions.ts";
import type { Reading } from "../reading/reading.ts";
import { abstain, find, type Rule } from "../rule.ts";
import { wasMade } from "./creation.ts";
import type { Claim } from "../verdict.ts";

export const deletedExternally: Rule = {
  id: "deleted-externally",
  code: "deleted_externally",
  names: "cause",
  seen: "The Job or the pod answered 404, or had a deletion timestamp, in the middle of a run; no disruption, no intent of ours.",
  decidedBy: "the API server's audit log, which alone knows who deleted it",
  judge(reading) {
    const { evidence, takedown, word, intents, interruption } = reading;
    if (word.kind === "result" && interruption === null)
      return abstain("the agent gave a result before it was deleted");
    if (!wasEverThere(reading)) return abstain("nothing of the run was ever seen");
    if (intents.deletion !== null) return abstain("an intent of ours explains the deletion");
    if (takedown.disruption?.timing === "before") return abstain("a disruption took the pod");
    const via = detectedVia(reading);
    if (typeof via !== "string") return via;
    return find({
      confidence: "likely",
      summary: `K8s Job was deleted externally before Claude could complete [${forensics(reading, via).join(", ")}]`,
      claims: [...deletionClaims(reading), ...cite(evidence, "bytes that arrived", "stream.counts.bytes")],
    });
  },
};

/** What was refused, or whose create may have failed, can't have been deleted. */
function wasEverThere(reading: Reading): boolean {
  const { create } = reading.evidence.run;
  return create === null || create.outcome === "created" || create.outcome === "adopted" || wasMade(reading);
}

/** Which look-up saw it: the way the original named it, so that those who match on the sentence still can. */
function detectedVia(reading: Reading): string | ReturnType<typeof abstain> {
  const { end, takedown, jobGone, podGone, job } = reading;
  const { deletion } = takedown;
  const over = terminalConditions(job);
  if (over.some(({ value }) => value.type === "Complete" || value.type === "SuccessCriteriaMet")) {
    return abstain("the Job had completed");
  }
  if (deletion?.timing === "late")
    return abstain("the deletion came after the container had ended by itself");
  if (deletion?.of === "job" && endedUntouched(reading))
    return abstain("the pod was not to go when its container ended by itself");
  if (deletion !== null) return `${deletion.of}-deletion-timestamp`;
  if (!podGone && !jobGone) return abstain("neither the Job nor the pod is gone");
  // A finished run is removed sooner or later (TTL); only a stop signal in a Job that was not over points elsewhere.
  if (end.kind === "ended" && (over.length > 0 || !isStopSignal(end.exitCode))) {
    return abstain("the container had ended by itself");
  }
  if (podGone && jobGone) return "job-and-pod-lookup-404";
  return podGone ? "pod-lookup-404" : "job-lookup-404";
}

/**
 * A pod gets its own deletion timestamp before its containers are stopped. One without it that shows its container's own
 * exit was not reached by the deletion of its Job: with its pods orphaned, a Job leaves the agent at work.
 */
function endedUntouched({ end }: Reading): boolean {
  return end.kind === "ended" && end.statePath !== null && !isStopSignal(end.exitCode);
}

/** What a deletion sends: SIGTERM, and SIGKILL after the grace period. */
function isStopSignal(exitCode: number | null): boolean {
  return exitCode === 143 || exitCode === 137;
}

function deletionClaims({ evidence, takedown, podGone, jobGone }: Reading): readonly Claim[] {
  return [
    ...(takedown.deletion === null
      ? []
      : cite(evidence, "when the deletion was asked for", takedown.deletion.path)),
    ...(podGone ? cite(evidence, "the pod does not exist any more", "pod.kind") : []),
    ...(jobGone ? cite(evidence, "the Job does not exist any more", "job.kind") : []),
  ];
}

function forensics(reading: Reading, via: string): readonly string[] {
  const { job, evidence } = reading;
  const held = job?.value.conditions.filter(({ status }) => status === "True") ?? [];
  const conditions = [...new Set(held.map(({ type }) => plainMessage(type, 40)))];
  const counts = evidence.stream?.counts;
  return [
    `detected_via=${via}`,
    ...named("job", job?.value.name ?? null),
    ...named("ns", job?.value.namespace ?? null),
    `elapsed_since_pod_running=${sinceRunning(reading)}`,
    `last_job_conditions=${conditions.length === 0 ? "none" : conditions.slice(0, 4).join("+")}`,
    `stdout_bytes=${counts?.bytes ?? "unknown"}`,
    `stdout_lines=${counts?.lines ?? "unknown"}`,
  ];
}

function named(key: string, name: string | null): readonly string[] {
  return name === null ? [] : [`${key}=${plainMessage(name, 63)}`];
}

function sinceRunning({ pod, takedown, end, evidence }: Reading): string {
  const state = pod?.value.agent?.state;
  const from = state?.kind === "running" || state?.kind === "terminated" ? state.startedAt : null;
  const ended = end.kind === "ended" ? end.finishedAt : null;
  const to = ended ?? (takedown.deletion === null ? evidence.now : (pod?.value.deletionRequestedAt ?? null));
  return from === null || to === null || to < from ? "unknown" : minutes(to - from).replaceAll(" ", "");
}
