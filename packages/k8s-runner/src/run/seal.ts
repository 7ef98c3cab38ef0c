import type { LogTestimony } from "@runverdict/classifier";
import type { Effect, RunFacts } from "../lifecycle/effect.ts";
import type { LifecycleEvent } from "../lifecycle/event.ts";
import { factsOf } from "../lifecycle/seen.ts";
import type { LifecycleState } from "../lifecycle/state.ts";
import type { OutputTotal } from "../log/testimony.ts";
import { digestOf, type Forensics } from "./forensics.ts";
import { outputTotal } from "./output-total.ts";
import type { RunContext } from "./run-context.ts";

/**
 * Stores the evidence, once the caller has taken all output: what it did not take is still in the cluster, and stays
 * there as long as nothing is sealed.
 */
export async function sealForensics(
  run: RunContext,
  { ask, facts }: Extract<Effect, { readonly kind: "seal-forensics" }>,
): Promise<LifecycleEvent> {
  const isTaken = await run.log.spool.drained(run.signal);
  const at = run.cluster.clock.now();
  const failure = run.log.spool.failure() ?? heldBack(run);
  if (!isTaken || failure !== null) {
    if (failure !== null) run.problems.note(failure);
    return { kind: "request-failed", at, ask, why: failure === null ? "unavailable" : "refused" };
  }
  const forensics = forensicsOf(run, facts, at);
  run.known.forensics = forensics;
  await run.recorder.save();
  return { kind: "forensics-sealed", at: run.cluster.clock.now(), ask, digest: digestOf(forensics) };
}

/** What is left of the log was not read because the caller was too slow, and is still on the node. */
function heldBack(run: RunContext): Error | null {
  if (run.log.follower().rest.result() !== "held") return null;
  return new Error(
    "The output's consumer was too slow for the rest of the log, so the Job was left with it.",
  );
}

function forensicsOf(run: RunContext, facts: RunFacts, at: number): Forensics {
  const { known, identity, jobName, cluster } = run;
  return {
    version: 1,
    sealedAt: at,
    namespace: cluster.namespace,
    jobName,
    identity,
    facts: { ...facts, log: witnessed(run, facts.log) },
    events: known.events?.facts ?? null,
    eventList: known.events?.object ?? null,
    jobs: known.jobs.objects(),
    pods: known.pods.objects(),
    terminationMessage: terminationMessage(run.life.state),
    log: run.log.place(),
  };
}

/**
 * The container's last word may have come after the log was read to its end; and where nobody could read it to its end,
 * the wrapper's frames may prove that all is there.
 */
function witnessed(run: RunContext, log: LogTestimony | null): LogTestimony | null {
  if (log === null) return null;
  const follower = run.log.follower();
  const completeness = follower.completeness(totalOf(run.life.state));
  const isUnread = log.completeness === null && follower.rest.result() === "unread";
  return isUnread && completeness !== "complete" ? log : { ...log, completeness };
}

/** How much the agent wrote, as the wrapper says in the container's last word. */
export function totalOf(state: LifecycleState): OutputTotal | null {
  return outputTotal(terminationMessage(state));
}

function terminationMessage({ pod }: LifecycleState): string | null {
  const state = factsOf(pod)?.agent?.state;
  return state?.kind === "terminated" ? state.message : null;
}
