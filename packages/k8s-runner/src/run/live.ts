import type { LifecycleEvent } from "../lifecycle/event.ts";
import type { Turn } from "../lifecycle/pursue.ts";
import type { Settled } from "../lifecycle/state.ts";
import { step } from "../lifecycle/step.ts";
import { wakeAt } from "../lifecycle/wake-at.ts";
import { createDeeds, type Deeds } from "./deeds.ts";
import { createEventQueue, type EventQueue } from "./event-queue.ts";
import { isStalled, lookAtStall } from "./look-at-stall.ts";
import type { Life } from "./life.ts";
import { createRunContext, type RunContext } from "./run-context.ts";
import { outcomeOf, type RunOutcome } from "./run-outcome.ts";
import type { RunParts } from "./run-parts.ts";
import { statusOf, type RunStatus } from "./run-status.ts";
import { within } from "./within.ts";

/** A run that is lived: one queue, one timer, one loop. */
export interface LivedRun {
  readonly tell: (event: LifecycleEvent) => void;
  readonly status: () => RunStatus;
  /** When it resolves nothing of the run is open any more. */
  readonly outcome: Promise<RunOutcome>;
}

/** How long the consumer may take over its last piece when the run is over, or left. */
const LAST_PIECE_MS = 5000;

export function live(parts: RunParts): LivedRun {
  const over = new AbortController();
  const { clock } = parts.cluster;
  const queue = createEventQueue(clock);
  const life: Life = { state: parts.first.state, stored: parts.first.state, limits: parts.limits };
  const run = createRunContext(parts, life, queue.tell, over.signal);
  const deeds = createDeeds(run);

  async function end(settled: Settled): Promise<RunOutcome> {
    over.abort();
    await within(clock, LAST_PIECE_MS, run.log.spool.close());
    await Promise.all([deeds.ended(), run.leaveNews()]);
    await run.recorder.save().catch(run.problems.note);
    return outcomeOf(run, settled);
  }

  function status(): RunStatus {
    if (isStalled(run)) deeds.startAside(lookAtStall(run));
    return statusOf(life.state, run.jobName, run.known.stall?.newest ?? null);
  }

  return { tell: queue.tell, status, outcome: settle(run, queue, deeds).then(end) };
}

async function settle(run: RunContext, queue: EventQueue, deeds: Deeds): Promise<Settled> {
  const { life, first } = run;
  await take(run, deeds, first, null);
  if (life.state.phase !== "admitting" && life.state.phase !== "settled") run.followNews();
  for (;;) {
    const { state } = life;
    if (state.phase === "settled") return state;
    const event = await queue.next(wakeAt(state));
    const turn = step(state, event, life.limits);
    if (turn.state !== state || turn.effects.length > 0) await take(run, deeds, turn, event);
  }
}

/** The state is stored first, so that whoever takes the run up after a crash knows what was about to be done. */
async function take(
  run: RunContext,
  deeds: Deeds,
  { state, effects }: Turn,
  event: LifecycleEvent | null,
): Promise<void> {
  const { life, recorder, problems } = run;
  life.state = state;
  if (state.phase !== "settled" || state.ending.kind !== "detached") life.stored = state;
  // Output comes often, and it is no loss to forget how long ago the last came.
  const isOutput = event?.kind === "log-progressed" || event?.kind === "log-rest-progressed";
  if (isOutput && effects.length === 0) recorder.saveSoon();
  else await recorder.save().catch(problems.note);
  effects.forEach(deeds.start);
}
