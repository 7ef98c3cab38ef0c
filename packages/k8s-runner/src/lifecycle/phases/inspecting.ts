import { diceOf } from "../backoff.ts";
import { endingOf } from "../conclude.ts";
import {
  drainOf,
  enterCleaning,
  enterSettled,
  enterStopping,
  lastReads,
  lullMs,
  stepToAsking,
} from "../enter.ts";
import { isOpen, wanted } from "../errand.ts";
import type { LifecycleEvent } from "../event.ts";
import type { Limits } from "../limits.ts";
import { followingInstant, heard } from "../log-following.ts";
import { testimonyAfter } from "../log-testimony.ts";
import type { PhaseHandler } from "../phase-handler.ts";
import { hasLog, isLogFinal, isSettling, progressOf } from "../progress.ts";
import { sealedBy } from "../sealed.ts";
import type { Inspecting, LifecycleState, Stop, Stopping } from "../state.ts";

/** How often we look for the status of a container whose pod is over. */
const settlingMs = 1000;

/**
 * What is left of the evidence is gathered and sealed: the rest of the log, a last consistent read of Job and pod, the
 * Events. Nothing is deleted here, and no failure here changes how the run ended.
 */
export const inspecting: PhaseHandler<Inspecting> = {
  on(state, event, limits) {
    if (event.kind === "forensics-sealed") return sealed(state, event, limits);
    if (event.kind === "restarted") return takenUp(state, event.at, limits);
    if (state.sealing !== null) return state;
    const dice = diceOf(state.seed, state.connections + state.asks);
    const heardOf = heard(state.following, event, dice);
    const lost = state.following.kind === "connected" && heardOf.kind === "due";
    const following = lost ? ({ kind: "finished" } as const) : heardOf;
    const log = testimonyAfter(state.log, event);
    const next = { ...state, following, log };
    const isArriving = event.kind === "log-progressed" || event.kind === "log-rest-progressed";
    return isArriving ? renewed(next, event.at, limits) : next;
  },

  advance(state, at, limits) {
    if (state.sealing !== null) return sealing(state, state.sealing, at);
    if (state.stop !== null && state.stop.askedAt === null && progressOf(state) === "running") {
      return startedAfterAll(state, state.stop, at, limits);
    }
    if (state.following.kind === "due" && !hasLog(state)) return followed(state, at, limits);
    if (state.following.kind !== "finished") {
      return at >= followedUntil(state) ? followed(state, at, limits) : state;
    }
    if (state.errands["read-log-rest"] === undefined && hasLog(state)) return followed(state, at, limits);
    return at >= state.drainAt ? gathered(state, at, limits) : gathering(state, at, limits);
  },

  instants(state) {
    const { drainAt, sealing: begun, following } = state;
    if (begun !== null) return [begun.byAt];
    return [following.kind === "finished" ? drainAt : followedUntil(state), followingInstant(following)];
  },
};

/**
 * While no process lived nobody gathered and nobody sealed, so time is given again. What the former one had read of the
 * log and the caller had not taken is gone with it: the rest is read again from where the caller stands, and as long as
 * it is not, the log has lost its end.
 */
function takenUp(state: Inspecting, at: number, limits: Limits): Inspecting {
  const { "read-log-rest": _, ...others } = state.errands;
  const errands = state.sealing === null ? others : lastReads(state, at);
  const following = heard(state.following, { kind: "restarted", at }, 0);
  const log = state.log && ({ completeness: null, end: "reset" } as const);
  const drainAtLatest = Math.max(state.drainAtLatest, at + drainOf(state.stop, limits));
  return renewed({ ...state, sealing: null, errands, following, log, drainAtLatest }, at, limits);
}

/** It had not started when it was to be stopped, so nobody stopped it. */
function startedAfterAll(state: Inspecting, stop: Stop, at: number, limits: Limits): Stopping {
  const stopping = enterStopping(state, stop.cause, at, null);
  return stepToAsking({ ...stopping, intents: state.intents }, at, limits);
}

/** The drain bounds the silence of what is left of the log; the whole of it has a later bound that nothing renews. */
function renewed(state: Inspecting, at: number, limits: Limits): Inspecting {
  const drainAt = Math.min(at + drainOf(state.stop, limits), state.drainAtLatest);
  return { ...state, drainAt, lullAt: at + lullMs };
}

/**
 * Where the whole log stands ready to be read, only what a connection still brings is worth waiting for. One that stalls
 * just then, over a rotation, would have brought more: what the rotation took is declared as lost, as after any cut.
 */
function followedUntil(state: Inspecting): number {
  return isLogFinal(state) ? Math.min(state.lullAt, state.drainAt) : state.drainAt;
}

/** The log is not followed any more: what the last connection did not bring is read. */
function followed(state: Inspecting, at: number, limits: Limits): Inspecting {
  const next = { ...state, following: { kind: "finished" } } as const;
  if (!hasLog(state)) return next;
  return { ...renewed(next, at, limits), errands: wanted(state.errands, "read-log-rest", at) };
}

const reads = ["look-up-job", "look-up-pod", "fetch-events", "read-log-rest"] as const;

function gathering(state: Inspecting, at: number, limits: Limits): Inspecting {
  const { errands } = state;
  if (isSettling(state) && !isOpen(errands["look-up-pod"])) {
    return { ...state, errands: wanted(errands, "look-up-pod", at + settlingMs) };
  }
  return reads.some((name) => isOpen(errands[name])) ? state : gathered(state, at, limits);
}

function gathered(state: Inspecting, at: number, { teardownMs }: Limits): Inspecting {
  const jobRead = state.errands["look-up-job"]?.kind === "answered";
  const podRead = state.errands["look-up-pod"]?.kind === "answered";
  const begun = { byAt: at + teardownMs, jobRead, podRead };
  return { ...state, sealing: begun, errands: wanted({}, "seal-forensics", at) };
}

function sealed(state: Inspecting, event: LifecycleEvent, limits: Limits): LifecycleState {
  const proof = sealedBy(event);
  if (proof !== null) return enterCleaning(state, proof, event.at, limits);
  return { ...state, errands: wanted(state.errands, "seal-forensics", event.at + settlingMs) };
}

/** Evidence that can't be stored is not destroyed either: the Job is left to its TTL. */
function sealing(
  state: Inspecting,
  { byAt }: NonNullable<Inspecting["sealing"]>,
  at: number,
): LifecycleState {
  const isHopeless = at >= byAt || state.errands["seal-forensics"]?.kind === "refused";
  return isHopeless ? enterSettled(state, at, endingOf(state, state.stop), "left") : state;
}
