import type { Evidence, Intent } from "../evidence.ts";
import type { PodFacts } from "../pod-facts.ts";
import type { AgentEnd } from "./agent-end.ts";
import type { Sighted } from "./sight.ts";

/** What we meant to do to the run, and did not mean too late. */
export interface OurIntents {
  readonly cancel: Sighted<Intent> | null;
  readonly budget: Sighted<Intent> | null;
  /** Our deadline for the whole run, or for its silence. */
  readonly runDeadline: Sighted<Intent> | null;
  /** Our deadline for being scheduled or started. */
  readonly startDeadline: Sighted<Intent> | null;
  readonly firstOutputDeadline: Sighted<Intent> | null;
  /** Any intent of ours that explains why the pod or Job was deleted. */
  readonly deletion: Sighted<Intent> | null;
}

/** `finishedAt` is cut to whole seconds, so an intent may seem to be up to a second later than the end it caused. */
const SECOND_MS = 1000;

export function readIntents(evidence: Evidence, end: AgentEnd, pod: Sighted<PodFacts> | null): OurIntents {
  const all = evidence.run.intents.map((value, index) => ({ value, path: `run.intents.${index}` }));
  const endedAt = (end.kind === "ended" ? end.finishedAt : null) ?? goneAt(end, pod);
  const timely = all.filter(
    ({ value: { at } }) => at === null || endedAt === null || at < endedAt + SECOND_MS,
  );
  const deadline = (...phases: readonly Intent["phase"][]): Sighted<Intent> | null =>
    timely
      .filter(({ value }) => value.kind === "deadline" && phases.includes(value.phase))
      .reduce<Sighted<Intent> | null>(laterOf, null);
  const ofKind = (kind: Intent["kind"]): Sighted<Intent> | null =>
    timely.find(({ value }) => value.kind === kind) ?? null;
  return {
    cancel: ofKind("cancel"),
    budget: ofKind("budget"),
    // Silence counts whatever the limit of the run is, so it does not matter which of the two was written down first.
    runDeadline: deadline("idle") ?? deadline("run"),
    startDeadline: deadline("schedule", "start"),
    firstOutputDeadline: deadline("first_output"),
    // The pod may be torn down long after the agent ended, so the time does not matter here.
    deletion: all[0] ?? null,
  };
}

function laterOf(one: Sighted<Intent> | null, other: Sighted<Intent>): Sighted<Intent> {
  return one === null || (other.value.at ?? 0) > (one.value.at ?? 0) ? other : one;
}

/** When the pod was to be gone, where no state of its container tells when the agent ended. */
function goneAt(end: AgentEnd, pod: Sighted<PodFacts> | null): number | null {
  const isUnseen = end.kind === "gone" || (end.kind === "ended" && end.source === "runner");
  return isUnseen ? (pod?.value.deletionAt ?? null) : null;
}
