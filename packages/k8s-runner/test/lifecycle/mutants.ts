import {
  enterCleaning,
  enterInspecting,
  enterSettled,
  enterStopping,
  refused,
  stepToAsking,
} from "../../src/lifecycle/enter.ts";
import { isOpen } from "../../src/lifecycle/errand.ts";
import type { LifecycleEvent } from "../../src/lifecycle/event.ts";
import type { Limits } from "../../src/lifecycle/limits.ts";
import { machine, type Step } from "../../src/lifecycle/machine.ts";
import type { PhaseHandler, PhaseHandlers } from "../../src/lifecycle/phase-handler.ts";
import { phases } from "../../src/lifecycle/phases.ts";
import type { Turn } from "../../src/lifecycle/pursue.ts";
import { sealedBy } from "../../src/lifecycle/sealed.ts";
import type { LifecycleState, Running } from "../../src/lifecycle/state.ts";
import { step } from "../../src/lifecycle/step.ts";
import { epoch } from "./world/cluster.ts";
import type { PromiseName } from "./world/promises.ts";

/** A machine with one defect of the original put back, and what must notice it: the trace of its story, or a promise. */
export interface Mutant {
  readonly defect: string;
  readonly step: Step;
  readonly caughtBy: { readonly trace: string } | { readonly promise: PromiseName };
}

type On<S extends LifecycleState> = PhaseHandler<S>["on"];
type Advance<S extends LifecycleState> = PhaseHandler<S>["advance"];

function patched<Phase extends keyof PhaseHandlers>(
  phase: Phase,
  patch: Partial<PhaseHandlers[Phase]>,
): Step {
  return machine({ ...phases, [phase]: { ...phases[phase], ...patch } });
}

function runningOn(on: On<Running>): Step {
  return patched("running", {
    on: (state, event, limits) => on(state, event, limits),
  });
}

function runningAdvance(advance: Advance<Running>): Step {
  return patched("running", { advance });
}

/** A machine to which the world is told wrongly. */
function told(wrongly: (event: LifecycleEvent, state: LifecycleState) => LifecycleEvent | null): Step {
  return (state, event, limits) => {
    const heard = wrongly(event, state);
    return heard === null ? { state, effects: [] } : step(state, heard, limits);
  };
}

/** A machine that takes its limits for others. */
function withLimits(wrongly: (limits: Limits) => Limits): Step {
  return (state, event, limits) => step(state, event, wrongly(limits));
}

/** A machine whose states are tampered with when it enters a phase. */
function entering(
  phase: LifecycleState["phase"],
  tamper: (turn: Turn, at: number, limits: Limits) => Turn,
): Step {
  return (state, event, limits) => {
    const turn = step(state, event, limits);
    return turn.state.phase === phase && state.phase !== phase ? tamper(turn, event.at, limits) : turn;
  };
}

/** The machine does not see that the agent ended as long as the pod's phase says Running. */
function judgingByPhase(event: LifecycleEvent): LifecycleEvent {
  if (event.kind !== "pod-seen" || event.facts.phase !== "Running" || event.facts.agent === null)
    return event;
  const agent = { ...event.facts.agent, state: { kind: "running", startedAt: null } as const };
  return { ...event, facts: { ...event.facts, agent } };
}

const overIf =
  (isOver: (state: Running) => boolean): Advance<Running> =>
  (state, at, limits) =>
    isOver(state)
      ? enterInspecting(state, at, limits, { following: state.following })
      : phases.running.advance(state, at, limits);

const overOn =
  (isOver: (event: LifecycleEvent) => boolean): On<Running> =>
  (state, event, limits) =>
    isOver(event) ? enterInspecting(state, event.at, limits) : phases.running.on(state, event, limits);

const anEnd = { promise: "an end is only said of a run that is over" } as const;
const alive = { promise: "nothing is taken down without an intent of ours" } as const;
const aLimit = { promise: "a limit only fires when it was exceeded" } as const;
const theWord = { promise: "what comes after the final word changes no end" } as const;

export const mutants: readonly Mutant[] = [
  {
    defect: "FAR-10: the end of the log is waited for without a bound",
    step: patched("inspecting", {
      advance: (state, at, limits) =>
        state.following.kind === "connected" ? state : phases.inspecting.advance(state, at, limits),
    }),
    caughtBy: { trace: "far-010-log-that-never-ends" },
  },
  {
    defect: "A connection is given up while it still brings what a container wrote that has ended",
    step: patched("inspecting", {
      on: (state, event, limits) => {
        const next = phases.inspecting.on(state, event, limits);
        return next.phase === "inspecting" ? { ...next, lullAt: state.lullAt } : next;
      },
    }),
    caughtBy: { trace: "status-before-the-end-of-the-log" },
  },
  {
    defect: "The rest of a log is left while it still comes",
    step: told((event) => (event.kind === "log-rest-progressed" ? null : event)),
    caughtBy: { promise: "the rest of a log is waited for as long as it comes, and no longer" },
  },
  {
    defect: "The rest of a log is waited for as long as it comes, without a bound",
    step: patched("inspecting", {
      on: (state, event, limits) =>
        phases.inspecting.on({ ...state, drainAtLatest: Number.MAX_SAFE_INTEGER }, event, limits),
    }),
    caughtBy: { trace: "rest-without-an-end" },
  },
  {
    defect: "What is bounded goes on being bounded while no process lives",
    step: patched("inspecting", {
      on: (state, event, limits) =>
        event.kind === "restarted" ? state : phases.inspecting.on(state, event, limits),
    }),
    caughtBy: { trace: "restart-while-the-evidence-is-gathered" },
  },
  {
    defect: "What a process that died had read of the log counts as taken",
    step: patched("inspecting", {
      on: (state, event, limits) => {
        const next = phases.inspecting.on(state, event, limits);
        return next.phase === "inspecting"
          ? { ...next, errands: state.errands, sealing: state.sealing }
          : next;
      },
    }),
    caughtBy: { trace: "restart-while-the-evidence-is-gathered" },
  },
  {
    defect: "A deletion whose answer was lost was none",
    step: patched("cleaning", {
      advance: (state, at, limits) => {
        const { "delete-job": deletion, ...errands } = state.errands;
        const isForgotten = deletion?.kind === "due" && state.job.kind === "absent";
        return isForgotten ? { ...state, errands } : phases.cleaning.advance(state, at, limits);
      },
    }),
    caughtBy: { promise: "what was deleted is told as deleted" },
  },
  {
    defect: "A cancel waits until a create is answered",
    step: patched("creating", { advance: (state) => state }),
    caughtBy: { trace: "cancel-of-a-create-that-nobody-answers" },
  },
  {
    defect: "FAR-15: the end is looked at once, whether or not that look succeeds",
    step: patched("inspecting", {
      advance: (state, at, limits) => {
        const look = state.errands["look-up-pod"];
        const hasFailed = state.sealing === null && look?.kind === "due" && look.attempt > 0;
        const errands = { ...state.errands, "look-up-pod": { kind: "refused", ask: 0 } } as const;
        return phases.inspecting.advance(hasFailed ? { ...state, drainAt: at, errands } : state, at, limits);
      },
    }),
    caughtBy: { trace: "far-015-one-terminal-read" },
  },
  {
    defect: "FAR-23: what is to be bounded has no bound",
    step: patched("inspecting", {
      advance: (state, at, limits) =>
        isOpen(state.errands["fetch-events"]) ? state : phases.inspecting.advance(state, at, limits),
    }),
    caughtBy: { trace: "far-023-grace-that-waits-for-itself" },
  },
  {
    defect: "FAR-26: a cancel is ignored",
    step: told((event) => (event.kind === "cancel-requested" ? null : event)),
    caughtBy: { promise: "who cancels, and is in time, is heard" },
  },
  {
    defect: "FAR-26: a cancel stops before it is recorded, and reads as a deletion from outside",
    step: patched("stopping", {
      advance: (state, at, limits) =>
        state.step === "looking" && state.pod.kind === "present"
          ? stepToAsking(state, at, limits)
          : phases.stopping.advance(state, at, limits),
    }),
    caughtBy: { promise: "nothing is taken down without an intent of ours" },
  },
  {
    defect: "FAR-29: a create whose answer was lost is taken for refused",
    step: patched("creating", {
      on: (state, event, limits) =>
        event.kind === "create-answered" && event.answer.outcome === "unknown"
          ? refused(state, event.at, event.answer)
          : phases.creating.on(state, event, limits),
    }),
    caughtBy: { promise: "a refusal is the server's" },
  },
  {
    defect: "FAR-31, FAR-34: a Job that is gone is an agent that is dead",
    step: runningAdvance(overIf(({ job }) => job.kind === "absent")),
    caughtBy: { trace: "far-034-deleting-is-not-dead" },
  },
  {
    defect: "FAR-52: a log is followed for twenty minutes",
    step: runningOn((state, event, limits) => {
      const next = phases.running.on(state, event, limits);
      const isCapped = event.at - epoch > 1_200_000 && next.phase === "running";
      return isCapped ? { ...next, following: { kind: "finished" } } : next;
    }),
    caughtBy: { trace: "far-052-log-closed-at-a-cap" },
  },
  {
    defect: "FAR-70: a back-off is slept through, whoever cancels meanwhile",
    step: told((event, state) =>
      event.kind === "cancel-requested" && state.phase === "running" && state.following.kind === "due"
        ? null
        : event,
    ),
    caughtBy: { trace: "far-070-back-off-that-is-interrupted" },
  },
  {
    defect: "FAR-104, FAR-105: a look-up that failed found nothing",
    step: told((event, state) =>
      event.kind === "request-failed" && state.phase === "running" && state.pod.kind === "present"
        ? { kind: "pod-absent", at: event.at, ask: null, uid: state.pod.uid }
        : event,
    ),
    caughtBy: anEnd,
  },
  {
    defect: "FAR-107: after some reconnects the run is given up",
    step: runningAdvance(overIf(({ following }) => following.kind === "due" && following.attempt >= 3)),
    caughtBy: alive,
  },
  {
    defect: "FAR-107, rounds 1 and 2: a process that is stopped deletes its Job",
    step: (state, event, limits) => {
      const turn = step(state, event, limits);
      const sealed = sealedBy({ kind: "forensics-sealed", at: event.at, ask: 0, digest: "none" });
      if (event.kind !== "detach-requested" || state.job.kind !== "present" || sealed === null) return turn;
      const removal = { kind: "delete-job", ask: 0, uid: state.job.uid, sealed } as const;
      return { ...turn, effects: [removal, ...turn.effects] };
    },
    caughtBy: { promise: "a detached run is left alone" },
  },
  {
    defect: "FAR-107, round 4: the status that is not published yet is not waited for",
    step: patched("inspecting", {
      advance: (state, at, limits) =>
        !isOpen(state.errands["look-up-pod"]) && state.following.kind === "finished" && state.drainAt > at
          ? phases.inspecting.advance({ ...state, drainAt: at }, at, limits)
          : phases.inspecting.advance(state, at, limits),
    }),
    caughtBy: { trace: "far-107-status-lag" },
  },
  {
    defect: "FAR-107, round 5: a grace period is armed at the first disconnect",
    step: runningOn((state, event, limits) => {
      const next = phases.running.on(state, event, limits);
      return event.kind === "log-closed" && next.phase === "running"
        ? { ...next, deadlineAt: event.at + 30_000 }
        : next;
    }),
    caughtBy: aLimit,
  },
  {
    defect: "FAR-107, round 6: silence is counted while nobody can hear",
    step: runningOn((state, event, limits) => {
      const next = phases.running.on(state, event, limits);
      const isDeaf = event.kind === "log-closed" || event.kind === "log-opened";
      return isDeaf && next.phase === "running" ? { ...next, patience: state.patience } : next;
    }),
    caughtBy: { trace: "far-107-grace-at-the-first-disconnect" },
  },
  {
    defect: "FAR-122: the log of a container that is over already is not followed",
    step: entering("inspecting", ({ state, effects }) => ({
      state: state.phase === "inspecting" ? { ...state, following: { kind: "finished" } } : state,
      effects: effects.filter(({ kind }) => kind !== "follow-log"),
    })),
    caughtBy: { trace: "far-122-fast-exit" },
  },
  {
    defect: "FAR-123: a connection that was given up is listened to",
    step: told((event, { connections }) =>
      "connection" in event ? { ...event, connection: connections } : event,
    ),
    caughtBy: { promise: "rumours change nothing" },
  },
  {
    defect: "FAR-124: after a restart the run is forgotten",
    step: (state, event, limits) =>
      event.kind === "restarted" && state.phase !== "settled"
        ? {
            state: enterSettled(state, event.at, { kind: "gone" }),
            effects: [{ kind: "settle", ending: { kind: "gone" } }],
          }
        : step(state, event, limits),
    caughtBy: anEnd,
  },
  {
    defect: "BLO-2436: no limit is a limit of nothing",
    step: withLimits((limits) => ({ ...limits, runMs: limits.runMs ?? 0 })),
    caughtBy: { trace: "blo-02436-no-limit" },
  },
  ...(["scheduleMs", "startMs", "firstOutputMs", "idleMs"] as const).map((name) => ({
    defect: `BLO-2436: no ${name} is one of nothing`,
    step: withLimits((limits) => ({ ...limits, [name]: limits[name] ?? 0 })),
    caughtBy: aLimit,
  })),
  {
    defect: "BLO-2436: no limit is a limit of nothing, where it was wished for as 0",
    step: withLimits((limits) => ({ ...limits, runMs: limits.runMs ?? 0 })),
    caughtBy: aLimit,
  },
  {
    defect: "BLO-10448: one failed look-up is a time-out",
    step: runningOn((state, event, limits) =>
      event.kind === "request-failed"
        ? enterStopping(state, { kind: "limit", limit: "run" }, event.at)
        : phases.running.on(state, event, limits),
    ),
    caughtBy: aLimit,
  },
  {
    defect: "BLO-14758: before the first output silence is an idle agent",
    step: entering("running", (turn, _at, { idleMs }) => {
      if (turn.state.phase !== "running" || idleMs === null) return turn;
      const patience = { limit: "idle", leftMs: idleMs, openedAt: null, openings: 0, probed: true } as const;
      return { ...turn, state: { ...turn.state, patience } };
    }),
    caughtBy: { trace: "blo-14758-slow-first-output" },
  },
  {
    defect: "BLO-20251: a stream that stalled is believed to be silent",
    step: runningAdvance((state, at, limits) =>
      phases.running.advance(
        state.patience === null || state.patience.probed
          ? state
          : { ...state, patience: { ...state.patience, probed: true } },
        at,
        limits,
      ),
    ),
    caughtBy: { trace: "blo-20251-silent-but-busy" },
  },
  {
    defect: "BLO-22922, BLO-22997: the grace period begins with the run",
    step: entering("running", (turn, at, { lingerMs }) =>
      turn.state.phase === "running" ? { ...turn, state: { ...turn.state, lingerAt: at + lingerMs } } : turn,
    ),
    caughtBy: { trace: "blo-22997-grace-armed-at-the-start" },
  },
  {
    defect: "BLO-34577: a pod of the same name is ours",
    step: told((event, { pod, job }) =>
      event.kind === "pod-seen" && pod.kind === "present" && job.kind === "present"
        ? { ...event, uid: pod.uid, facts: { ...event.facts, jobUid: job.uid } }
        : event,
    ),
    caughtBy: { promise: "rumours change nothing" },
  },
  {
    defect: "One limit for scheduling and for starting",
    step: entering("starting", (turn, at, { scheduleMs }) =>
      turn.state.phase === "starting" && scheduleMs !== null
        ? { ...turn, state: { ...turn.state, deadlineAt: at + scheduleMs } }
        : turn,
    ),
    caughtBy: { trace: "cold-image" },
  },
  {
    defect: "Unschedulable is fatal at first sight",
    step: patched("scheduling", {
      advance: (state, at, limits) =>
        state.pod.kind === "present" && state.pod.facts.nodeName === null
          ? enterStopping(state, { kind: "limit", limit: "schedule" }, at)
          : phases.scheduling.advance(state, at, limits),
    }),
    caughtBy: { trace: "unschedulable" },
  },
  {
    defect: "The reclaim loop: the pod's phase says whether the agent lives",
    step: told(judgingByPhase),
    caughtBy: { trace: "reclaim-loop-beside-a-sidecar" },
  },
  {
    defect: "The end of a log is the end of the run",
    step: runningOn(overOn((event) => event.kind === "log-closed" && event.why.kind === "eof")),
    caughtBy: alive,
  },
  {
    defect: "A 404 of the log endpoint is a pod that is gone",
    step: runningOn(overOn((event) => event.kind === "log-closed" && event.why.kind === "gone")),
    caughtBy: alive,
  },
  {
    defect: "A deadline fires without a look",
    step: runningAdvance((state, at, limits) =>
      state.deadlineAt !== null && at >= state.deadlineAt
        ? enterStopping(state, { kind: "limit", limit: "run" }, at)
        : phases.running.advance(state, at, limits),
    ),
    caughtBy: { trace: "finished-at-its-deadline" },
  },
  {
    defect: "An agent that hangs after its final word has failed",
    step: runningAdvance((state, at, limits) =>
      state.lingerAt !== null && at >= state.lingerAt
        ? enterStopping(state, { kind: "limit", limit: "run" }, at)
        : phases.running.advance(state, at, limits),
    ),
    caughtBy: theWord,
  },
  {
    defect: "A cancel after the final word takes it back",
    step: entering("stopping", (turn) =>
      turn.state.phase === "stopping"
        ? { ...turn, state: { ...turn.state, stop: { ...turn.state.stop, afterFinalWord: false } } }
        : turn,
    ),
    caughtBy: { trace: "cancel-in-the-linger" },
  },
  {
    defect: "The Job is deleted before it is asked what became of it",
    step: patched("inspecting", {
      advance: (state, at, limits) => {
        const sealed = sealedBy({ kind: "forensics-sealed", at, ask: 0, digest: "none" });
        return sealed === null ? state : enterCleaning(state, sealed, at, limits);
      },
    }),
    caughtBy: { promise: "nothing is deleted before the forensics are sealed" },
  },
];
