import { cite } from "../cite.ts";
import type { Code } from "../codes.ts";
import type { Intent } from "../evidence.ts";
import { plainMessage } from "../quote.ts";
import { failedFor } from "../reading/job-conditions.ts";
import type { Reading } from "../reading/reading.ts";
import type { Sighted } from "../reading/sight.ts";
import { timingOf } from "../reading/takedown.ts";
import { abstain, find, type Finding, type Rule } from "../rule.ts";
import { minutes } from "../duration.ts";

export const cancelled: Rule = intentRule("cancelled", "cancelled", "cancel", (by) => `Cancelled by ${by}`);

export const timedOut: Rule = {
  id: "timed-out",
  code: "timed_out",
  names: "cause",
  seen: "An intent of ours when a deadline fires; pod and Job reason DeadlineExceeded; exit 124 of timeout(1).",
  decidedBy: "which deadline fired, and when the agent started",
  judge(reading) {
    const byCluster = deadlineOfTheCluster(reading);
    if (byCluster !== null) return byCluster;
    const early = beforeTheKnownDeadline(reading);
    const { runDeadline } = reading.intents;
    if (runDeadline !== null && (early === null || runDeadline.value.phase === "idle")) {
      const silent = runDeadline.value.phase === "idle";
      const what = silent ? "was silent for longer than it may be" : "reached its deadline";
      return ours(reading, runDeadline, `The run ${what}${afterHowLong(reading)}, and we stopped it.`);
    }
    if (early !== null) return abstain(early);
    const { end } = reading;
    if (end.kind !== "ended" || end.exitCode !== 124) return abstain("no deadline fired");
    return find({
      confidence: "likely",
      summary: "A time limit around the agent's process ended it (exit 124, as timeout(1) reports it).",
      claims: cite(reading.evidence, "exit 124 is timeout(1)'s", end.path),
    });
  },
};

export const budgetStopped: Rule = intentRule(
  "budget-stopped",
  "budget_stopped",
  "budget",
  (by) => `Stopped for its budget by ${by}`,
);

function intentRule(id: string, code: Code, kind: "cancel" | "budget", say: (by: string) => string): Rule {
  return {
    id,
    code,
    names: "cause",
    seen: `A ${kind} intent of ours, recorded on the Job before anything was stopped.`,
    decidedBy: "whether the intent was recorded before the agent ended",
    judge(reading) {
      const intent = reading.intents[kind];
      if (intent !== null)
        return ours(
          reading,
          intent,
          `${say(plainMessage(intent.value.by ?? "us"))}${afterHowLong(reading)}.`,
        );
      const late = reading.evidence.run.intents.some((recorded) => recorded.kind === kind);
      return abstain(late ? `the ${kind} came after the agent had ended` : `no ${kind} of ours is recorded`);
    },
  };
}

function ours(reading: Reading, intent: Sighted<Intent>, summary: string): Finding {
  const { end } = reading;
  // Without the instant of the end nobody knows that the intent came before it.
  const ended = end.kind === "ended" && end.source === "cluster" && end.finishedAt !== null;
  return find({
    confidence: ended ? "confirmed" : "likely",
    summary,
    claims: [
      ...cite(reading.evidence, "we recorded it before the end", `${intent.path}.kind`),
      ...cite(reading.evidence, "for this phase", `${intent.path}.phase`),
      ...(end.kind === "ended" ? cite(reading.evidence, "how the agent ended", end.path) : []),
    ],
  });
}

/** A deadline that a sidecar kept the pod alive for, after the agent had ended by itself, is not the agent's. */
function deadlineOfTheCluster({ evidence, pod, job, end }: Reading): Finding | null {
  const condition = failedFor(job, "DeadlineExceeded");
  const passed = pod?.value.reason === "DeadlineExceeded" && timingOf(pod.value.deadlineAt, end) === "before";
  const byPod = passed
    ? cite(evidence, "the kubelet ended the pod for its deadline", `${pod.path}.reason`)
    : [];
  const counts = condition !== null && timingOf(condition.value.at, end) === "before";
  const byJob = counts ? cite(evidence, "the Job passed its deadline", `${condition.path}.reason`) : [];
  if (byPod.length + byJob.length === 0) return null;
  return find({
    confidence: "confirmed",
    summary: `The ${byPod.length > 0 ? "pod" : "Job"} passed its activeDeadlineSeconds (reason DeadlineExceeded).`,
    claims: [...byPod, ...byJob],
  });
}

/** The false time-outs of the past: "timed out after 7200 s" was said nine minutes into a run. */
function beforeTheKnownDeadline(reading: Reading): string | null {
  const { runMs } = reading.evidence.run.limits;
  const elapsedMs = elapsed(reading);
  if (runMs === null || elapsedMs === null || elapsedMs >= runMs) return null;
  return `only ${minutes(elapsedMs)} of the ${minutes(runMs)} that the run may take had passed`;
}

function elapsed({ evidence, pod, job, end, intents }: Reading): number | null {
  const ran = end.kind === "ended" || end.kind === "running" ? end.startedAt : null;
  const from = ran ?? pod?.value.startedAt ?? job?.value.startedAt ?? null;
  const ended = end.kind === "ended" ? end.finishedAt : null;
  const to = intents.runDeadline?.value.at ?? ended ?? evidence.now;
  return from === null || to === null ? null : to - from;
}

function afterHowLong(reading: Reading): string {
  const elapsedMs = elapsed(reading);
  return elapsedMs === null || elapsedMs < 0 ? "" : ` after ${minutes(elapsedMs)}`;
}
