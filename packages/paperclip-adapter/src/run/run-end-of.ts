import { lastKnown, type Evidence } from "@runverdict/classifier";
import type { RunHandle, RunOutcome } from "@runverdict/k8s-runner";
import { earlierTries } from "../host/earlier-tries.ts";
import type { Cancellation, RunEnd, SessionEnd } from "../result/run-end.ts";
import { writeSessionParams } from "../session/session-params.ts";
import type { ManifestRun } from "./manifest-run.ts";
import type { SeenThrough } from "./see-through.ts";

/** What is known of a run that is over, for the host's result. */
export function runEndOf(run: ManifestRun, { jobName }: RunHandle, seen: SeenThrough): RunEnd {
  const { manifest, config, cancellation } = run;
  const { verdict, evidence, outcome } = seen;
  const { stream } = evidence;
  const at = cancellation.requestedAt() ?? cancellation.letGoAt();
  return {
    verdict,
    evidence,
    stream,
    run: {
      namespace: manifest.spec.namespace,
      job: jobName,
      runMs: config.limits.runMs,
      runningAt: agentStateOf(evidence)?.startedAt ?? null,
    },
    session: sessionEnd(run, stream?.session.id ?? null),
    billing: { ...manifest.billing, model: stream?.session.init?.model ?? config.claude.model },
    tries: earlierTries(run.context.context),
    cancellation: at === null ? null : { at, ...stopped(outcome, evidence) },
  };
}

function sessionEnd({ manifest, context }: ManifestRun, sessionId: string | null): SessionEnd {
  const { durable, params } = manifest.session;
  const isResumed = manifest.assignment.session.kind === "resume";
  return {
    sessionId,
    params: sessionId === null ? null : writeSessionParams(params(sessionId)),
    durable,
    resumed: isResumed ? context.runtime.sessionParams : null,
  };
}

/** Whether the agent is known to be gone, and whether it had to be killed. */
function stopped({ ending }: RunOutcome, evidence: Evidence): Pick<Cancellation, "confirmed" | "forced"> {
  const confirmed = "confirmed" in ending ? ending.confirmed : ending.kind !== "detached";
  return { confirmed, forced: agentStateOf(evidence)?.exitCode === 137 };
}

function agentStateOf(
  evidence: Evidence,
): { readonly startedAt: number | null; readonly exitCode: number | null } | null {
  const state = lastKnown(evidence.pod)?.agent?.state;
  if (state?.kind === "running") return { startedAt: state.startedAt, exitCode: null };
  return state?.kind === "terminated" ? state : null;
}
