import { isZeroed } from "./reading/agent-word.ts";
import { isCutInEvent } from "./reading/log-trust.ts";
import type { Reading } from "./reading/reading.ts";
import { isAnswerLost, isNeverStored, wasMade } from "./rules/creation.ts";
import type { Progress, Verdict } from "./verdict.ts";

const order: readonly Progress[] = [
  "not_created",
  "not_started",
  "started",
  "initialised",
  "content",
  "result",
];

/** How far the run got: what is proven, and what can't be excluded. Whoever wants to replay it asks `atMost`. */
export function readProgress(reading: Reading): Verdict["progress"] {
  const atLeast = proven(reading);
  const atMost = later(atLeast, possible(reading, atLeast));
  return { atLeast, atMost };
}

/** Whether the evidence proves that the agent never ran, so that a replay repeats nothing. */
export function isNeverStarted({ progress }: Pick<Verdict, "progress">): boolean {
  return order.indexOf(progress.atMost) <= order.indexOf("not_started");
}

/** Whether the evidence proves that the agent never came up, so that the run began no session. */
export function isUnbegun({ progress }: Pick<Verdict, "progress">): boolean {
  return order.indexOf(progress.atMost) < order.indexOf("initialised");
}

function later(one: Progress, other: Progress): Progress {
  return order.indexOf(one) >= order.indexOf(other) ? one : other;
}

function proven(reading: Reading): Progress {
  const { evidence, word, end } = reading;
  const stream = evidence.stream;
  if (word.kind === "result" && !isZeroed(word.result)) return "result";
  if (stream !== null) {
    const { assistantEvents } = stream.conversation;
    if (assistantEvents > 0 || stream.tools.started > 0 || stream.counts.byKind.partial > 0) return "content";
    if (stream.session.inits > 0) return "initialised";
  }
  if (hasStarted(reading)) return "started";
  const { create } = evidence.run;
  const made = create?.outcome === "created" || create?.outcome === "adopted";
  return reading.pod !== null || reading.job !== null || end.kind === "no-pod" || made
    ? "not_started"
    : "not_created";
}

function hasStarted({ end, evidence, pod }: Reading): boolean {
  if (end.kind === "ended") return end.started;
  if (end.kind === "running" || (end.kind === "gone" && end.started)) return true;
  return (evidence.stream?.counts.bytes ?? 0) > 0 || pod?.value.agent?.state.kind === "running";
}

function possible(reading: Reading, atLeast: Progress): Progress {
  const { evidence, end } = reading;
  if (isRefused(reading)) return "not_created";
  if (hasStarted(reading)) return isHeardOut(reading) ? atLeast : "result";
  // Suspending a Job deletes its pod and resets its counters, so a suspended one may have run without a trace.
  if (end.kind === "no-pod" && reading.job?.value.suspended === true) return "result";
  if (end.kind === "no-pod" || end.kind === "waiting" || end.kind === "never-ran") return "not_started";
  if (end.kind === "ended" && !end.started) return "not_started";
  const looked = evidence.run.create?.outcome === "unknown" || evidence.run.create?.outcome === "rejected";
  return looked && reading.jobGone && !wasMade(reading) ? "not_created" : "result";
}

/** The API server, or our own admission, said no before anything was stored. */
function isRefused(reading: Reading): boolean {
  const { create } = reading.evidence.run;
  if (create === null || wasMade(reading) || create.outcome === "created" || create.outcome === "adopted")
    return false;
  return !isAnswerLost(create) || isNeverStored(create);
}

/** The agent is over and all that it wrote is here: then nothing more can have happened. */
function isHeardOut({ evidence, end }: Reading): boolean {
  const { stream, run } = evidence;
  if (end.kind !== "ended" || stream === null || isCutInEvent(stream)) return false;
  // A local process was read from its own pipe; what a pod wrote is complete only when the transport says so.
  return run.log === null ? end.source === "runner" : run.log.completeness === "complete";
}
