import type { CreateAnswer } from "@runverdict/classifier";
import { endingOf } from "./conclude.ts";
import type { CancelCause, Cause, Ending } from "./ending.ts";
import { type Errands, wanted } from "./errand.ts";
import { intentOf } from "./intent.ts";
import type { Limits } from "./limits.ts";
import type { LogFollowing } from "./log-following.ts";
import { patienceAtStart } from "./patience.ts";
import { startedAt } from "./progress.ts";
import type { Sealed } from "./sealed.ts";
import type {
  Cleaning,
  Creating,
  Inspecting,
  Known,
  Running,
  Scheduling,
  Settled,
  Starting,
  Stop,
  Stopping,
} from "./state.ts";

/** How a phase begins. Its deadlines are computed here, once, so that a restart resumes them as they were. */

/** Without news for this long, a run is looked at: an event that the watch lost must not be waited for for ever. */
export const quietMs = 300_000;
/** How long a cancel waits for its fresh look, and for its intent to be recorded. */
const lookingMs = 5000;
const recordingMs = 10_000;
/** How long beyond its grace period the agent is waited for. */
const confirmingMs = 60_000;
/** Gathering may take this many times longer than it may be silent: an agent that ended has a finite log. */
const drainFactor = 10;
/**
 * A kubelet sends what is written at once, but takes up to a second to see that nobody writes any more (1.36.2). Longer
 * than the 200 ms after which Linux sends a lost packet again.
 */
export const lullMs = 250;

export function enterCreating(known: Known, at: number): Creating {
  return {
    ...fresh(known),
    phase: "creating",
    lost: 0,
    cancelled: null,
    errands: wanted({}, "create-job", at),
  };
}

export function enterScheduling(known: Known, at: number, { scheduleMs }: Limits): Scheduling {
  // What happened to an adopted Job before we came, the watch may never tell.
  const errands = known.create?.outcome === "adopted" ? wanted({}, "look-up-pod", at) : {};
  const deadlineAt = after(at, scheduleMs);
  return { ...fresh(known), errands, phase: "scheduling", enteredAt: at, deadlineAt, ...calm(at) };
}

export function enterStarting(known: Known, at: number, { startMs }: Limits): Starting {
  return { ...fresh(known), phase: "starting", enteredAt: at, deadlineAt: after(at, startMs), ...calm(at) };
}

/** `since`: an instant at which the agent surely did not run yet; null when we came to it later. */
export function enterRunning(known: Known, at: number, since: number | null, limits: Limits): Running {
  // The node's clock may be wrong, so it is believed only within what we saw ourselves.
  const began = Math.min(at, Math.max(startedAt(known) ?? at, since ?? Number.NEGATIVE_INFINITY));
  return {
    ...fresh(known),
    phase: "running",
    deadlineAt: after(began, limits.runMs),
    following: { kind: "due", at, attempt: 0 },
    patience: patienceAtStart(limits),
    lingerAt: null,
    ...calm(at),
  };
}

/** `followed`: the log as it was followed so far, and whether the agent's final word stood. */
export function enterStopping(
  known: Known,
  cause: Cause,
  at: number,
  followed: { readonly following: LogFollowing; readonly finalWord: boolean } | null = null,
): Stopping {
  const stopping: Stopping = {
    ...fresh(known),
    phase: "stopping",
    following: followed?.following ?? unfollowed(at),
    stop: { cause, afterFinalWord: followed?.finalWord ?? false, askedAt: null },
    step: "looking",
    byAt: at + lookingMs,
    errands: wanted({}, "look-up-pod", at),
  };
  // A limit was borne out by a fresh look already; whoever cancels did not look.
  return cause.kind === "cancel" ? stopping : stepToRecording(stopping, at);
}

export function stepToRecording(stopping: Stopping, at: number): Stopping {
  const intents = [...stopping.intents, intentOf(stopping.stop.cause, at)];
  const errands = stopping.job.kind === "present" ? wanted({}, "record-intent", at) : {};
  return { ...stopping, step: "recording", byAt: at + recordingMs, intents, errands };
}

export function stepToAsking(stopping: Stopping, at: number, { stopGraceMs }: Limits): Stopping {
  const errands = wanted({}, "stop-agent", at);
  const stop = { ...stopping.stop, askedAt: stopping.stop.askedAt ?? at };
  return { ...stopping, step: "asking", byAt: at + stopGraceMs + confirmingMs, stop, errands };
}

export function enterInspecting(
  known: Known,
  at: number,
  limits: Limits,
  { stop = null, following }: { readonly stop?: Stop | null; readonly following?: LogFollowing } = {},
): Inspecting {
  const drainMs = drainOf(stop, limits);
  return {
    ...fresh(known),
    phase: "inspecting",
    following: lastLook(known, following ?? unfollowed(at)),
    stop,
    drainAt: at + drainMs,
    drainAtLatest: at + drainMs * drainFactor,
    lullAt: at + lullMs,
    sealing: null,
    errands: lastReads(known, at),
  };
}

/** How long we wait for what is left of the log when nothing comes: whoever cancels waits for us. */
export function drainOf(stop: Stop | null, { drainMs, hasteMs }: Limits): number {
  return isCancel(stop) ? Math.min(drainMs, hasteMs ?? drainMs) : drainMs;
}

/** An agent that is not known to have ended is waited for as long as ever: that it is gone is what a cancel is about. */
function teardownOf(stop: Stop | null, ending: Ending, { teardownMs, hasteMs }: Limits): number {
  const isProven = !("confirmed" in ending) || ending.confirmed;
  return isCancel(stop) && isProven ? Math.min(teardownMs, hasteMs ?? teardownMs) : teardownMs;
}

function isCancel(stop: Stop | null): boolean {
  return stop?.cause.kind === "cancel";
}

/** What is read once more when a run is over. */
export function lastReads(known: Known, at: number): Errands {
  const reads = wanted(wanted({}, "look-up-job", at), "fetch-events", at);
  return known.pod.kind === "absent" ? reads : wanted(reads, "look-up-pod", at);
}

export function enterCleaning(state: Inspecting, sealed: Sealed, at: number, limits: Limits): Cleaning {
  const teardown = { kind: "teardown", phase: null, at, by: "runner" } as const;
  const ending = endingOf(state, state.stop);
  return {
    ...fresh(state),
    phase: "cleaning",
    stop: state.stop,
    ending,
    sealed,
    byAt: at + teardownOf(state.stop, ending, limits),
    intents: [...state.intents, teardown],
    errands: deletions(state, at),
  };
}

export function enterSettled(
  known: Known,
  at: number,
  ending: Ending,
  cleanup: Settled["cleanup"] = "nothing",
): Settled {
  return { ...fresh(known), phase: "settled", at, ending, cleanup };
}

/** Somebody no longer wants a run of which there is nothing to stop. What he meant is part of how it ended. */
export function cancelledUnmade(known: Known, cause: CancelCause, at: number, confirmed: boolean): Settled {
  const intents = [...known.intents, intentOf(cause, at)];
  return enterSettled({ ...known, intents }, at, { kind: "cancelled", intent: cause.intent, confirmed });
}

export function refused(known: Known, at: number, answer: CreateAnswer): Settled {
  return enterSettled({ ...known, create: answer }, at, { kind: "refused", answer });
}

/** What every phase knows, without the errands and the own fields of the one that ends. */
function fresh(known: Known): Known {
  const { seed, asks, connections, create, job, pod, jobOverAsk, intents, log } = known;
  return { seed, asks, connections, create, job, pod, jobOverAsk, intents, log, errands: {} };
}

function calm(at: number): { readonly quietAt: number; readonly overdue: null } {
  return { quietAt: at + quietMs, overdue: null };
}

/** Also an agent that ended before anybody followed it left a log. */
function unfollowed(at: number): LogFollowing {
  return { kind: "due", at, attempt: 0 };
}

/** A connection that lives may bring the rest; where one was cut, the catch-up read brings it. */
function lastLook({ connections }: Known, following: LogFollowing): LogFollowing {
  return following.kind === "due" && connections > 0 ? { kind: "finished" } : following;
}

/** The Job takes its pod and its Secrets along; a pod whose Job is gone must be deleted itself. */
function deletions({ job, pod }: Known, at: number): Errands {
  if (job.kind === "present") return wanted({}, "delete-job", at);
  return pod.kind === "present" ? wanted({}, "delete-pod", at) : {};
}

function after(at: number, ms: number | null): number | null {
  return ms === null ? null : at + ms;
}
