import type { Effect, RunFacts } from "./effect.ts";
import { dueNow, type ErrandName, type Errands, withAsked } from "./errand.ts";
import type { LifecycleEvent } from "./event.ts";
import type { Limits } from "./limits.ts";
import { connecting } from "./log-following.ts";
import { hasLog } from "./progress.ts";
import { lookupOf, uidOf } from "./seen.ts";
import type { LifecycleState } from "./state.ts";

export interface Turn {
  readonly state: LifecycleState;
  readonly effects: readonly Effect[];
}

/** Turns what the new state wants into effects, and notes in it that they were asked for. */
export function pursue(
  before: LifecycleState,
  after: LifecycleState,
  event: LifecycleEvent,
  limits: Limits,
): Turn {
  const closed = event.kind === "restarted" ? [] : closings(before, after, event);
  if (after.phase === "settled") {
    return { state: after, effects: [...closed, { kind: "settle", ending: after.ending }] };
  }
  const asked = ask(after, event.at, limits);
  const followed = follow(asked.state, event.at);
  return { state: followed.state, effects: [...closed, ...asked.effects, ...followed.effects] };
}

/** What the new state does not wait for any more, connection or rest of the log, is given up, unless it has ended. */
function closings(before: LifecycleState, after: LifecycleState, event: LifecycleEvent): readonly Effect[] {
  const connection = connectionOf(before);
  const isOpen = connection !== null && connection !== connectionOf(after) && event.kind !== "log-closed";
  const rest = askOfRest(before);
  const isReading = rest !== null && rest !== askOfRest(after) && !("ask" in event && event.ask === rest);
  return [
    ...(isOpen ? [{ kind: "close-log", connection } as const] : []),
    ...(isReading ? [{ kind: "leave-log-rest" } as const] : []),
  ];
}

function askOfRest({ errands }: LifecycleState): number | null {
  const errand = errands["read-log-rest"];
  return errand?.kind === "asked" ? errand.ask : null;
}

function connectionOf(state: LifecycleState): number | null {
  if (!("following" in state) || state.following.kind !== "connected") return null;
  return state.following.connection;
}

function follow(state: LifecycleState, at: number): Turn {
  if (!("following" in state) || state.following.kind !== "due" || state.following.at > at) {
    return { state, effects: [] };
  }
  // Whoever is stopped may not have started; a running phase knows that there is a log, whatever a kubelet says meanwhile.
  if (state.pod.kind !== "present" || (state.phase !== "running" && !hasLog(state)))
    return { state, effects: [] };
  const connection = state.connections + 1;
  const following = connecting(connection, at, state.following.attempt);
  const effect = { kind: "follow-log", connection, podUid: state.pod.uid } as const;
  return { state: { ...state, connections: connection, following }, effects: [effect] };
}

function ask(state: LifecycleState, at: number, limits: Limits): Turn {
  return dueNow(state.errands, at).reduce<Turn>(
    (turn, due) => {
      const { name } = due;
      const number = turn.state.asks + 1;
      const effect = effectOf(turn.state, name, number, limits);
      const errands =
        effect === null ? without(turn.state.errands, name) : withAsked(turn.state.errands, due, number, at);
      return {
        state: { ...turn.state, errands, asks: number },
        effects: effect === null ? turn.effects : [...turn.effects, effect],
      };
    },
    { state, effects: [] },
  );
}

/** What became pointless since it was wanted, as the deletion of what is gone by now. */
function without(errands: Errands, name: ErrandName): Errands {
  const { [name]: _, ...others } = errands;
  return others;
}

function effectOf(state: LifecycleState, name: ErrandName, number: number, limits: Limits): Effect | null {
  const jobUid = uidOf(state.job);
  const podUid = state.pod.kind === "present" ? state.pod.uid : null;
  switch (name) {
    case "admit":
    case "create-job":
      return { kind: name, ask: number };
    case "look-up-job":
      return { kind: name, ask: number, uid: jobUid };
    case "look-up-pod":
      return { kind: name, ask: number, uid: podUid, jobUid };
    case "fetch-events":
      return { kind: name, ask: number, jobUid, podUid: uidOf(state.pod) };
    case "read-log-rest":
      return podUid === null ? null : { kind: name, ask: number, podUid };
    case "seal-forensics":
      return { kind: name, ask: number, facts: factsFor(state) };
    default:
      return interventionOf(state, name, number, limits);
  }
}

/** Effects that change the run. Each exists only in the phase that may have it. */
function interventionOf(
  state: LifecycleState,
  name: "record-intent" | "stop-agent" | "delete-job" | "delete-pod",
  number: number,
  { stopGraceMs }: Limits,
): Effect | null {
  const { job, pod } = state;
  switch (name) {
    case "record-intent": {
      const intent = state.intents.at(-1);
      if (state.phase !== "stopping" || job.kind !== "present" || intent === undefined) return null;
      const { cause } = state.stop;
      const reason = cause.kind === "cancel" ? cause.reason : null;
      return { kind: name, ask: number, jobUid: job.uid, intent, reason };
    }
    case "stop-agent":
      if (state.phase !== "stopping" || pod.kind !== "present") return null;
      return { kind: name, ask: number, podUid: pod.uid, graceMs: stopGraceMs };
    case "delete-job":
      if (state.phase !== "cleaning" || job.kind !== "present") return null;
      return { kind: name, ask: number, uid: job.uid, sealed: state.sealed };
    case "delete-pod":
      if (state.phase !== "cleaning" || pod.kind !== "present") return null;
      return { kind: name, ask: number, uid: pod.uid, sealed: state.sealed };
  }
}

function factsFor(state: LifecycleState): RunFacts {
  const begun = state.phase === "inspecting" ? state.sealing : null;
  return {
    job: lookupOf(state.job, begun?.jobRead === true),
    pod: lookupOf(state.pod, begun?.podRead === true),
    create: state.create,
    intents: state.intents,
    log: state.log,
  };
}
