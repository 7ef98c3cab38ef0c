import { diceOf, backoff } from "../backoff.ts";
import { isRefusal } from "../conclude.ts";
import { cancelledUnmade, enterInspecting, enterScheduling, enterStopping, refused } from "../enter.ts";
import { wanted, wantedOnce } from "../errand.ts";
import type { LifecycleEvent, Sight } from "../event.ts";
import { causeOf } from "../intent.ts";
import { cancelOf } from "../living.ts";
import type { Limits } from "../limits.ts";
import type { PhaseHandler } from "../phase-handler.ts";
import { isJobOver } from "../progress.ts";
import { uidOf } from "../seen.ts";
import type { Creating, Known, LifecycleState } from "../state.ts";
import type { JobFacts } from "@runverdict/classifier";

type Answered = Extract<LifecycleEvent, { readonly kind: "create-answered" }>;

/** How long a cancel waits to learn whether there is a Job at all. */
const giveUpMs = 30_000;

/**
 * The create is repeated until it is answered, for its name makes it idempotent; an answer that was lost proves nothing.
 * Only a refusal ends the run here. There is no limit of time: a storm of 5xx of any length ends no run, and behind a
 * create that was never answered there may be a Job at work. Who does not want to wait cancels, and is let go soon.
 */
export const creating: PhaseHandler<Creating> = {
  on(state, event, limits) {
    const cause = cancelOf(event);
    if (cause !== null && state.cancelled === null) {
      const giveUpAt = event.at + Math.min(giveUpMs, limits.teardownMs);
      return { ...state, cancelled: { cause, giveUpAt } };
    }
    switch (event.kind) {
      case "create-answered":
        return answered(state, event, limits);
      case "job-seen":
        // It was made, but perhaps not what belongs to it, so the create is repeated, now that it will adopt.
        return state.errands["create-job"]?.kind === "due"
          ? { ...state, errands: wanted(state.errands, "create-job", event.at) }
          : state;
      default:
        return state;
    }
  },
  advance: (state, at) => (state.cancelled === null ? state : giveUp(state, state.cancelled, at)),
  instants: ({ cancelled }) => [cancelled?.giveUpAt ?? null],
};

function answered(state: Creating, event: Answered, limits: Limits): LifecycleState {
  const { at, answer, job } = event;
  const known = job === null ? { ...state, create: answer } : withJob({ ...state, create: answer }, job);
  if (isRefusal(answer.outcome)) {
    if (job !== null) return enterInspecting(known, at, limits);
    return state.cancelled === null
      ? refused(known, at, answer)
      : cancelledUnmade(known, state.cancelled.cause, at, false);
  }
  if (job === null) return repeated(state, event);
  const made = { ...known, intents: [...known.intents, ...event.recorded] };
  if (state.cancelled !== null) return enterStopping(made, state.cancelled.cause, at);
  return resumed(made, event) ?? enterScheduling(made, at, limits);
}

/** What an earlier process set out to stop is stopped. */
function resumed(known: Known, { at, recorded }: Answered): LifecycleState | null {
  const intent = recorded.find((one) => causeOf(one) !== null);
  const cause = intent === undefined ? null : causeOf(intent);
  if (intent === undefined || cause === null) return null;
  const { stop, ...stopping } = enterStopping(known, cause, at);
  const { intents } = known;
  const errands = wanted({}, "look-up-pod", at);
  return { ...stopping, step: "looking", intents, errands, stop: { ...stop, askedAt: intent.at ?? at } };
}

function repeated(state: Creating, { at, answer }: Answered): Creating {
  const againAt = at + backoff(state.lost, diceOf(state.seed, state.asks));
  const errands = wanted(wanted(state.errands, "look-up-job", at), "create-job", againAt);
  return { ...state, create: answer, lost: state.lost + 1, errands };
}

/** What was seen under the same name before we knew which Job is ours is only kept if it is ours. */
function withJob<S extends Known>(known: S, job: Sight<JobFacts>): S {
  if (uidOf(known.job) === job.uid) return known;
  const { uid, resourceVersion, facts } = job;
  const isOurs = known.pod.kind === "present" && known.pod.facts.jobUid === uid;
  return {
    ...known,
    job: { kind: "present", uid, resourceVersion, facts },
    jobOverAsk: isJobOver(facts) ? known.asks : null,
    pod: isOurs ? known.pod : { kind: "unseen" },
  };
}

/** No more creates once it is cancelled; only whether one of them took effect is still of interest. */
function giveUp(
  state: Creating,
  { cause, giveUpAt }: NonNullable<Creating["cancelled"]>,
  at: number,
): LifecycleState {
  if (state.job.kind === "present") return enterStopping(state, cause, at);
  // A create whose answer was lost may still take effect; the Job is then suspended, and swept when it is old enough.
  if (at >= giveUpAt || state.job.kind === "none") return cancelledUnmade(state, cause, at, false);
  const { "create-job": create, ...errands } = state.errands;
  return create?.kind === "due" ? { ...state, errands: wantedOnce(errands, "look-up-job", at) } : state;
}
