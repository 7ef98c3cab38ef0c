import { begin } from "../../../src/lifecycle/begin.ts";
import type { Effect } from "../../../src/lifecycle/effect.ts";
import type { LifecycleEvent } from "../../../src/lifecycle/event.ts";
import { limitsFrom } from "../../../src/lifecycle/limits.ts";
import type { Step } from "../../../src/lifecycle/machine.ts";
import type { LifecycleState } from "../../../src/lifecycle/state.ts";
import { wakeAt } from "../../../src/lifecycle/wake-at.ts";
import { clusterOf, epoch, type Truth } from "./cluster.ts";
import { jobOf, jobUid, podOf, podUid } from "./objects.ts";
import type { Plan } from "./plan.ts";

/** One thing that happened to the machine, and what it made of it. */
export interface Moment {
  readonly event: LifecycleEvent;
  /** Told a second time, or long after it was true, or of another run. */
  readonly rumour: boolean;
  readonly before: LifecycleState;
  readonly after: LifecycleState;
  readonly effects: readonly Effect[];
}

export interface Life {
  readonly plan: Plan;
  /** Instants after the begin of the world. */
  readonly truth: Truth;
  readonly moments: readonly Moment[];
  readonly last: LifecycleState;
  readonly settledAt: number | null;
  /** It asked to be woken again and again without the time going on. */
  readonly restless: boolean;
}

const horizonMs = 48 * 3_600_000;

/** Lives a plan with a machine, until it settles or two days are over. */
export function live(plan: Plan, step: Step): Life {
  const limits = limitsFrom(plan.limits);
  const queue: { at: number; order: number; what: (at: number) => void }[] = [];
  let order = 0;
  const later = (at: number, what: (at: number) => void): void => {
    queue.push({ at, order: (order += 1), what });
  };
  const moments: Moment[] = [];
  const first = begin({ at: epoch, seed: plan.seed });
  let state = first.state;
  /** Raised by a crash: what was under way in the former process reaches nobody. */
  let process = 0;

  const hear = (event: LifecycleEvent, at: number, rumour = false): void => {
    const told = { ...event, at: epoch + at };
    const { state: after, effects } = step(state, told, limits);
    moments.push({ event: told, rumour, before: state, after, effects });
    state = after;
    for (const effect of effects) perform(effect, at);
  };
  const cluster = clusterOf(plan, later, (event, at) => hear(event, at));
  const { truth } = cluster;

  const answer = (at: number, effectAsk: number, make: (at: number) => LifecycleEvent): void => {
    const own = process;
    later(at + 30, (then) => {
      if (own !== process) return;
      const event = cluster.isDown(then)
        ? ({ kind: "request-failed", at: then, ask: effectAsk, why: "unavailable" } as const)
        : make(then);
      hear(event, then);
      // Told twice, as by a client that retries.
      if (event.kind !== "request-failed") hear(event, then, true);
    });
  };

  let creates = 0;
  let { guardFailures, lostDeletions } = plan;
  /** The read of the log's rest that is under way. */
  let restAsk: number | null = null;
  const perform = (effect: Effect, at: number): void => {
    switch (effect.kind) {
      case "admit":
        return answer(at, effect.ask, (then) => {
          guardFailures -= 1;
          return guardFailures >= 0
            ? { kind: "request-failed", at: then, ask: effect.ask, why: "unavailable" }
            : { kind: "admitted", at: then, ask: effect.ask };
        });
      case "create-job":
        return answer(at, effect.ask, (then) => created(then, effect.ask));
      case "look-up-job":
        return answer(at, effect.ask, (then) => {
          const job = cluster.job();
          return job === null
            ? { kind: "job-absent", at: then, ask: effect.ask, uid: effect.uid }
            : { kind: "job-seen", at: then, ask: effect.ask, ...job };
        });
      case "look-up-pod":
        return answer(at, effect.ask, (then) => {
          const pod = cluster.pod();
          return pod === null
            ? { kind: "pod-absent", at: then, ask: effect.ask, uid: effect.uid }
            : { kind: "pod-seen", at: then, ask: effect.ask, ...pod };
        });
      case "follow-log":
        return laterHere(at + 50, (then) => cluster.connect(effect.connection, then));
      case "close-log":
        return cluster.hangUp();
      case "settle":
        return;
      case "read-log-rest":
        restAsk = effect.ask;
        return readRest(at, effect.ask, plan.rest.pieces);
      case "leave-log-rest":
        restAsk = null;
        return;
      case "fetch-events":
        return answer(at, effect.ask, (then) => ({ kind: "events-fetched", at: then, ask: effect.ask }));
      case "record-intent":
        return answer(at, effect.ask, (then) => ({ kind: "intent-recorded", at: then, ask: effect.ask }));
      case "stop-agent":
        return answer(at, effect.ask, (then) => {
          cluster.stopPod(then, effect.graceMs);
          return { kind: "stop-accepted", at: then, ask: effect.ask };
        });
      case "seal-forensics":
        // It is our own disk, which no outage of the API server touches.
        return laterHere(at + 30, (then) =>
          hear({ kind: "forensics-sealed", at: then, ask: effect.ask, digest: "sha256:1" }, then),
        );
      case "delete-job":
        return answer(at, effect.ask, (then) => {
          const outcome = cluster.job() === null ? "gone" : "deleted";
          if (outcome === "deleted") truth.jobDeletedAt = then;
          cluster.deleteJob(then, false);
          lostDeletions -= 1;
          return lostDeletions >= 0
            ? { kind: "request-failed", at: then, ask: effect.ask, why: "unavailable" }
            : { kind: "job-deleted", at: then, ask: effect.ask, outcome };
        });
      case "delete-pod":
        return answer(at, effect.ask, (then) => {
          const outcome = cluster.pod() === null ? "gone" : "deleted";
          cluster.stopPod(then, 1000);
          return { kind: "pod-deleted", at: then, ask: effect.ask, outcome };
        });
    }
  };

  /** Piece by piece, as long as it is not left; from a server that may be away meanwhile. */
  const readRest = (at: number, ask: number, pieces: number): void => {
    if (pieces === 0) {
      return answer(at, ask, (then) => ({
        kind: "log-rest-read",
        at: then,
        ask,
        completeness: "unproven",
        end: "eof",
      }));
    }
    laterHere(at + plan.rest.everyMs, (then) => {
      if (restAsk !== ask) return;
      if (cluster.isDown(then)) {
        return hear({ kind: "request-failed", at: then, ask, why: "unavailable" }, then);
      }
      hear({ kind: "log-rest-progressed", at: then, ask }, then);
      readRest(then, ask, pieces - 1);
    });
  };

  const laterHere = (at: number, what: (at: number) => void): void => {
    const own = process;
    later(at, (then) => (own === process ? what(then) : undefined));
  };

  const created = (at: number, ask: number): LifecycleEvent => {
    const wish = plan.creates[Math.min(creates, plan.creates.length - 1)] ?? "created";
    creates += 1;
    const made = cluster.job();
    const outcome = wish === "created" && truth.jobMadeAt !== null ? "adopted" : wish;
    if (wish === "created" || wish === "lost-made") cluster.make(at);
    const job = outcome === "created" || outcome === "adopted" ? (cluster.job() ?? made) : null;
    const answered =
      outcome === "created" || outcome === "adopted" || outcome === "rejected" ? outcome : "unknown";
    return {
      kind: "create-answered",
      at,
      ask,
      answer: { outcome: answered, http: null, reason: null, message: null },
      job,
      recorded: [],
    };
  };

  for (const effect of first.effects) perform(effect, 0);
  if (plan.cancelAt !== null) {
    later(plan.cancelAt, (at) =>
      hear({ kind: "cancel-requested", at, intent: "cancel", by: "ada", reason: "no" }, at),
    );
  }
  if (plan.detachAt !== null) later(plan.detachAt, (at) => hear({ kind: "detach-requested", at }, at));
  for (const [at, why] of plan.cuts) later(at, (then) => cluster.cut(then, why));
  for (const [at] of plan.outages) later(at, (then) => cluster.cut(then, "server-error"));
  const { foreign } = plan;
  if (foreign !== null) {
    later(foreign.at, (at) => {
      if (foreign.what === "pod") cluster.takePod(at);
      else cluster.deleteJob(at, foreign.what === "job-orphaning");
    });
  }
  for (const at of plan.crashes) {
    later(at, (then) => {
      process += 1;
      state = JSON.parse(JSON.stringify(state)) as LifecycleState;
      hear({ kind: "restarted", at: then }, then);
    });
  }
  for (const [index, at] of plan.rumours.entries()) {
    later(at, (then) => {
      for (const rumour of rumours(state, index)) hear(rumour, then, true);
    });
  }

  let restless = false;
  let now = 0;
  let calls = 0;
  while (state.phase !== "settled") {
    const wake = wakeAt(state);
    const next = queue.reduce<(typeof queue)[number] | null>(
      (best, it) =>
        best === null || it.at < best.at || (it.at === best.at && it.order < best.order) ? it : best,
      null,
    );
    const wakeIn = wake === null ? Number.POSITIVE_INFINITY : Math.max(now, wake - epoch);
    const nextAt = next === null ? Number.POSITIVE_INFINITY : next.at;
    const at = Math.min(wakeIn, nextAt);
    if (at > horizonMs) break;
    calls = at === now ? calls + 1 : 0;
    now = at;
    if (calls > 500) {
      restless = true;
      break;
    }
    if (next !== null && nextAt <= wakeIn) {
      queue.splice(queue.indexOf(next), 1);
      next.what(at);
    } else hear({ kind: "clock-ticked", at }, at);
  }
  return {
    plan,
    truth,
    moments,
    last: state,
    settledAt: state.phase === "settled" ? state.at - epoch : null,
    restless,
  };
}

/** What is told too late, or of somebody else's objects: a machine that knows better is not impressed. */
function rumours(state: LifecycleState, index: number): readonly LifecycleEvent[] {
  const at = 0;
  const knowsJob = state.create?.outcome === "created" || state.create?.outcome === "adopted";
  const ended = { kind: "exited", code: 1, finishedAt: null } as const;
  const late: LifecycleEvent[] = [
    { kind: "forensics-sealed", at, ask: 100_000 + index, digest: "sha256:2" },
    { kind: "request-failed", at, ask: 100_000 + index, why: "refused" },
    { kind: "log-rest-progressed", at, ask: 100_000 + index },
    { kind: "log-closed", at, connection: 100_000 + index, why: { kind: "eof" } },
    { kind: "log-progressed", at, connection: 100_000 + index, said: "final-word" },
  ];
  if (state.pod.kind !== "unseen" && state.pod.kind !== "none") {
    late.push({ kind: "pod-seen", at, ask: null, uid: podUid, resourceVersion: "7", facts: podOf(ended) });
  }
  if (knowsJob) {
    late.push(
      {
        kind: "pod-seen",
        at,
        ask: null,
        uid: "p-2",
        resourceVersion: "900",
        facts: podOf(ended, { owner: "job-2", uid: "p-2" }),
      },
      {
        kind: "job-seen",
        at,
        ask: null,
        uid: "job-2",
        resourceVersion: "900",
        facts: jobOf("Failed", "job-2"),
      },
      { kind: "job-absent", at, ask: null, uid: "job-2" },
      { kind: "job-seen", at, ask: null, uid: jobUid, resourceVersion: "7", facts: jobOf("Failed") },
    );
  }
  return late;
}
