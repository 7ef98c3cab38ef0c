import type { Evidence, ProcessExit } from "@runverdict/classifier";
import { noEvidence } from "@runverdict/classifier/kubernetes";
import { AGENT_CONTAINER } from "../job/reserved.ts";
import type { RunFacts } from "../lifecycle/effect.ts";
import type { Ending } from "../lifecycle/ending.ts";
import { factsOf, lookupOf } from "../lifecycle/seen.ts";
import type { Settled } from "../lifecycle/state.ts";
import type { RunContext } from "./run-context.ts";
import type { Forensics } from "./forensics.ts";
import type { LogPlace } from "./log-place.ts";

/** How a run was left, and all that its end can be judged by. */
export interface RunOutcome {
  readonly ending: Ending;
  /** For `classify`, which also wants what the caller's parser made of the output: it goes in as `stream`. */
  readonly evidence: Evidence;
  /** Null where nothing was sealed: there was no Job, or it was left alone. */
  readonly forensics: Forensics | null;
  /** Whether the Job was deleted, left to its TTL, or whether there was none (any more). */
  readonly cleanup: Settled["cleanup"];
  /** What went wrong on our side and changed nothing about the run: one line each. */
  readonly problems: readonly string[];
}

export function outcomeOf(run: RunContext, settled: Settled): RunOutcome {
  const { forensics } = run.known;
  return {
    ending: settled.ending,
    evidence: evidenceOf(run, settled),
    forensics,
    cleanup: settled.cleanup,
    problems: run.problems.lines(),
  };
}

function evidenceOf(run: RunContext, settled: Settled): Evidence {
  const { known, life } = run;
  // What was sealed was known before anything was deleted; an absent Job, or our own deleting it, says nothing about the run.
  const facts: RunFacts = known.forensics?.facts ?? {
    job: lookupOf(settled.job, false),
    pod: lookupOf(settled.pod, false),
    create: settled.create,
    intents: settled.intents,
    log: settled.log,
  };
  return {
    ...noEvidence,
    pod: facts.pod,
    job: facts.job,
    events:
      known.events === null
        ? { kind: "unavailable", lastSeen: null }
        : { kind: "found", value: known.events.facts },
    run: {
      ...noEvidence.run,
      agentContainer: AGENT_CONTAINER,
      exit: wasSeenToEnd(settled) ? null : exitToldBy(run.log.place()),
      create: facts.create,
      intents: facts.intents,
      limits: { runMs: life.limits.runMs },
      log: facts.log,
      stderr: run.log.stderr(),
    },
    now: settled.at,
  };
}

function wasSeenToEnd({ pod }: Settled): boolean {
  const agent = factsOf(pod)?.agent ?? null;
  return agent !== null && (agent.state.kind === "terminated" || agent.lastTerminated !== null);
}

/** What the wrapper's last frame says of the agent's end; null where none came. */
function exitToldBy(place: LogPlace | null): ProcessExit | null {
  const end = place?.frames?.end ?? null;
  if (end === null) return null;
  if (end.signal !== null) return { kind: "signal", signal: end.signal };
  return end.exitCode === null ? null : { kind: "code", code: end.exitCode };
}
