import { isDeepStrictEqual } from "node:util";
import type { Effect } from "../../../src/lifecycle/effect.ts";
import type { Ending } from "../../../src/lifecycle/ending.ts";
import { limitsFrom } from "../../../src/lifecycle/limits.ts";
import type { Step } from "../../../src/lifecycle/machine.ts";
import { epoch } from "./cluster.ts";
import type { Life, Moment } from "./life.ts";

/** What a run is promised, each over what really happened; null when it was kept, else what broke it. */
export type Promised = (life: Life, step: Step) => string | null;

const taking = new Set<Effect["kind"]>(["stop-agent", "delete-job", "delete-pod"]);
const closing = new Set<Effect["kind"]>(["close-log", "leave-log-rest", "settle"]);
const deleting = new Set<Effect["kind"]>(["delete-job", "delete-pod"]);

/** Between what happened and what anybody can know of it lie the kubelet's lag and the whole seconds of its clock. */
const blurMs = 4000;
/** How long a look is under way. What the agent writes meanwhile to a stream that stalls, nobody can hear. */
const lookMs = 50;

export const promises = {
  "it settles once, and nothing follows": ({ moments, last }, step) => {
    const settles = moments.flatMap(({ effects }) => effects.filter(({ kind }) => kind === "settle"));
    if (settles.length > 1) return "it settled twice";
    if (last.phase !== "settled") return null;
    if (settles.length === 0) return "it settled without saying so";
    const after = moments
      .map(({ event }) => step(last, event, limitsFrom()))
      .find(({ state, effects }) => state !== last || effects.length > 0);
    return after === undefined ? null : "something followed the end";
  },

  "left alone, it settles": ({ last, plan, truth, restless }) => {
    if (restless) return `it was restless in ${last.phase}`;
    if (last.phase === "settled") return null;
    // An agent that works for ever, without a limit and a final word, may be left to it.
    const isOver = truth.endedAt !== null || truth.podGoneAt !== null || truth.finalWordAt !== null;
    const isBounded =
      plan.workMs !== null || limitsFrom(plan.limits).runMs !== null || plan.cancelAt !== null;
    return isOver || isBounded ? `it stayed ${last.phase}` : null;
  },

  "nothing is deleted before the forensics are sealed": ({ moments }) => {
    const seals = moments.findIndex(
      ({ event, after }) => event.kind === "forensics-sealed" && after.phase === "cleaning",
    );
    const deletes = moments.findIndex(({ effects }) => effects.some(({ kind }) => deleting.has(kind)));
    return deletes !== -1 && (seals === -1 || deletes < seals) ? "it deleted before it had sealed" : null;
  },

  "nothing is taken down without an intent of ours": ({ moments, truth }) => {
    const takedowns = moments.filter(({ effects }) => effects.some(({ kind }) => taking.has(kind)));
    if (takedowns.some(({ after }) => after.intents.length === 0))
      return "it took something down without an intent";
    const { startedAt, endedAt } = truth;
    const wasAlive = (at: number): boolean =>
      startedAt !== null && startedAt <= at && (endedAt ?? Infinity) > at;
    const isTidying = takedowns.some(
      ({ event, after }) =>
        wasAlive(event.at - epoch) &&
        after.intents.every(({ kind, phase }) => kind === "teardown" && phase === null),
    );
    return isTidying ? "it tidied a living agent away" : null;
  },

  "an end is only said of a run that is over": ({ truth, settledAt, last }) => {
    const ending = endingOf(last);
    if (ending === null || settledAt === null) return null;
    const isOver = truth.endedAt !== null || truth.podGoneAt !== null;
    // Only what was said last is an end without the end of the container.
    if (ending.kind === "ended" && !isOver && (ending.confirmed || truth.finalWordAt === null))
      return "it said ended, and the agent lived";
    if (ending.kind === "gone" && !isOver && truth.jobMadeAt !== null)
      return "it said gone, and the pod was there";
    if ("confirmed" in ending && ending.confirmed && truth.startedAt !== null && !isOver)
      return "a living agent was confirmed dead";
    return null;
  },

  "a refusal is the server's": ({ plan, last, truth }) => {
    if (endingOf(last)?.kind !== "refused") return null;
    return plan.creates.includes("rejected") && truth.jobMadeAt === null ? null : "nobody refused it";
  },

  "a finished run is never called stopped, and no limit fires on it": ({ truth, plan, last, moments }) => {
    const ending = endingOf(last);
    if (truth.endedBy !== "itself" || truth.endedAt === null || truth.publishedAt === null) return null;
    const stop = moments.find(({ effects }) => effects.some(({ kind }) => kind === "stop-agent"));
    const stoppedAt = stop === undefined ? null : stop.event.at - epoch;
    if (stoppedAt !== null && stoppedAt < truth.endedAt + blurMs) return null;
    // A cancel is bounded, so it may act on what it could not see; what it says in the end must be true all the same.
    const isBlind = plan.cancelAt !== null && plan.outages.length > 0;
    if (stoppedAt !== null && !isBlind)
      return `it stopped an agent that had ended ${stoppedAt - truth.endedAt} ms before`;
    if (stoppedAt !== null)
      return ending?.kind === "cancelled" && ending.confirmed ? "it called a finished run cancelled" : null;
    const intendedAt = moments.find(({ after }) => after.intents.length > 0)?.event.at;
    if (intendedAt !== undefined && intendedAt - epoch < truth.endedAt + blurMs) return null;
    // What nobody could see because the API server was away is honestly unconfirmed.
    const isSaid = (ending?.kind === "limit" || ending?.kind === "cancelled") && ending.confirmed;
    return isSaid ? `it called a finished run ${ending.kind}` : null;
  },

  "a limit only fires when it was exceeded": ({ truth, plan, moments }) => {
    const fired = moments
      .flatMap(({ effects, event }) => effects.map((effect) => ({ effect, at: event.at - epoch })))
      .find(({ effect }) => effect.kind === "record-intent" && effect.intent.kind === "deadline");
    if (fired?.effect.kind !== "record-intent") return null;
    const { at } = fired;
    const { phase } = fired.effect.intent;
    const wroteAt = truth.writes.findLast((instant) => instant <= at) ?? null;
    const { scheduleMs, startMs, firstOutputMs, idleMs, runMs } = limitsFrom(plan.limits);
    const set = {
      schedule: scheduleMs,
      start: startMs,
      first_output: firstOutputMs,
      idle: idleMs,
      run: runMs,
    };
    const limitMs = phase === null || phase === "drain" ? null : set[phase];
    if (limitMs === null) return `nobody set a limit called ${phase}`;
    switch (phase) {
      case "schedule":
        // A pod that was taken before its agent began may be followed by another, which has to find a node again.
        if (truth.podGoneAt !== null && truth.podGoneAt <= at && truth.startedAt === null) return null;
        return truth.scheduledAt !== null && truth.scheduledAt < at - blurMs
          ? "it was scheduled in time"
          : null;
      case "start":
        return truth.startedAt !== null && truth.startedAt < at - blurMs ? "it had started" : null;
      case "first_output":
        if (wroteAt !== null && wroteAt < at - blurMs) return "it had written";
        return truth.startedAt === null || at - truth.startedAt < limitMs ? "it had time" : null;
      case "idle":
        return at - (truth.writes.findLast((instant) => instant <= at - lookMs) ?? -Infinity) < limitMs
          ? "it was not silent for so long"
          : null;
      case "run":
        return truth.startedAt === null || at - truth.startedAt < limitMs - 1000
          ? "it had not run for so long"
          : null;
      default:
        return `there is no limit called ${phase}`;
    }
  },

  "what comes after the final word changes no end": ({ moments, last }) => {
    const ending = endingOf(last);
    const word = moments.findIndex(
      ({ event, rumour }) => !rumour && event.kind === "log-progressed" && event.said === "final-word",
    );
    if (word === -1 || ending === null || ending.kind === "detached") return null;
    const before = moments.slice(0, word).some(({ after }) => after.phase === "stopping");
    return !before && (ending.kind === "limit" || ending.kind === "cancelled")
      ? "its final word did not count"
      : null;
  },

  "who cancels, and is in time, is heard": ({ plan, settledAt }) => {
    const { cancelAt } = plan;
    if (cancelAt === null || (settledAt !== null && settledAt <= cancelAt)) return null;
    if (plan.detachAt !== null && plan.detachAt < cancelAt + 1_000_000) return null;
    if (settledAt === null) return "a cancel was not heard";
    const { stopGraceMs, drainMs, teardownMs } = limitsFrom(plan.limits);
    // Create, look and record; stop and confirm; gather; seal and delete: and all of that anew after a crash.
    const onceMs = 180_000 + stopGraceMs + drainMs * 10 + teardownMs * 2;
    const outageMs = plan.outages.reduce((sum, [, forMs]) => sum + forMs, 0);
    const boundMs = onceMs * (1 + plan.crashes.length) + outageMs;
    return settledAt > cancelAt + boundMs ? `a cancel took more than ${boundMs} ms` : null;
  },

  "the rest of a log is waited for as long as it comes, and no longer": ({ moments, plan }) => {
    const { drainMs } = limitsFrom(plan.limits);
    const leftAt = moments.findIndex(({ effects }) => effects.some(({ kind }) => kind === "leave-log-rest"));
    const left = moments[leftAt];
    if (left === undefined || left.after.phase === "settled") return null;
    const before = moments.slice(0, leftAt);
    const entered = before.findLastIndex(
      (it) => it.before.phase !== it.after.phase && it.after.phase === "inspecting",
    );
    // While no process lived nobody waited.
    const begun = Math.max(
      entered,
      before.findLastIndex(({ event }) => event.kind === "restarted"),
    );
    const story = before.slice(begun);
    // What fails and is asked for again is silent as well.
    const asked = story.find(({ effects }) => effects.some(({ kind }) => kind === "read-log-rest"));
    const heard = story.findLast(({ event, rumour }) => !rumour && event.kind === "log-rest-progressed");
    const silentMs = left.event.at - (heard ?? asked ?? left).event.at;
    const since = (index: number): number => left.event.at - (before[index] ?? left).event.at;
    if (since(entered) > drainMs * 10 && since(begun) > drainMs) return "it waited for ever";
    const isEarly = silentMs < drainMs && (since(entered) < drainMs * 10 || since(begun) < drainMs);
    return isEarly ? `it left after ${silentMs} ms of silence` : null;
  },

  "what was deleted is told as deleted": ({ truth, plan, last }) => {
    if (truth.jobDeletedAt === null || last.phase !== "settled" || last.ending.kind === "detached")
      return null;
    // Where nobody answers any more until the teardown is over, nobody knows.
    if (plan.outages.length > 0 && last.job.kind !== "absent") return null;
    return last.cleanup === "deleted" ? null : `it said ${last.cleanup}`;
  },

  "rumours change nothing": ({ moments }) => {
    const told = moments.find(
      ({ rumour, before, after, effects }) => rumour && (before !== after || effects.length > 0),
    );
    return told === undefined ? null : `${told.event.kind} was believed in ${told.before.phase}`;
  },

  "its state is plain JSON": ({ moments }) => {
    const odd = moments.find(({ after }) => !isDeepStrictEqual(JSON.parse(JSON.stringify(after)), after));
    return odd === undefined ? null : "a state does not survive JSON";
  },

  "a detached run is left alone": ({ moments, last }) => {
    const at = moments.findIndex(({ event }) => event.kind === "detach-requested");
    if (at === -1) return null;
    const own = moments[at]?.effects.filter(({ kind }) => !closing.has(kind)) ?? [];
    if (own.length > 0) return `it did ${own.map(({ kind }) => kind).join()} when it was detached`;
    return endingOf(last)?.kind === "detached" || isEarlier(moments, at) ? null : "it did not detach";
  },

  "only one log connection is open at a time": ({ moments }) => {
    let open: number | null = null;
    for (const { event, effects } of moments) {
      if (event.kind === "log-closed" && event.connection === open) open = null;
      if (event.kind === "restarted") open = null;
      for (const effect of effects) {
        if (effect.kind === "close-log") open = null;
        if (effect.kind !== "follow-log") continue;
        if (open !== null) return `connection ${effect.connection} was opened beside ${open}`;
        open = effect.connection;
      }
    }
    return null;
  },
} as const satisfies Readonly<Record<string, Promised>>;

export type PromiseName = keyof typeof promises;

export function broken(life: Life, step: Step): readonly PromiseName[] {
  const names = Object.keys(promises) as readonly PromiseName[];
  return names.filter((name) => promises[name](life, step) !== null);
}

function endingOf(last: Life["last"]): Ending | null {
  return last.phase === "settled" ? last.ending : null;
}

function isEarlier(moments: readonly Moment[], at: number): boolean {
  return moments[at]?.before.phase === "settled";
}
