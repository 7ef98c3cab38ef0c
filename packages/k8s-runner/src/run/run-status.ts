import type { ContainerFacts, EventFact, PodFacts } from "@runverdict/classifier";
import { factsOf } from "../lifecycle/seen.ts";
import { isOpen } from "../lifecycle/errand.ts";
import type { Inspecting, LifecycleState } from "../lifecycle/state.ts";

/** Where a run is, for a status line. */
export interface RunStatus {
  readonly phase: LifecycleState["phase"];
  /** What keeps it from going on, in the cluster's own words where it has some; null while the agent works. */
  readonly waitingFor: string | null;
  readonly job: string;
  readonly pod: string | null;
  readonly node: string | null;
}

/** `event`: the newest that the cluster told of a run that is slow to start. */
export function statusOf(state: LifecycleState, job: string, event: EventFact | null): RunStatus {
  const pod = factsOf(state.pod);
  return {
    phase: state.phase,
    waitingFor: waitingFor(state, pod, event),
    job,
    pod: pod?.name ?? null,
    node: pod?.nodeName ?? null,
  };
}

const NODE_SILENT = "no word from the node yet";

function waitingFor(state: LifecycleState, pod: PodFacts | null, event: EventFact | null): string | null {
  switch (state.phase) {
    case "admitting":
      return "nothing has been created yet";
    case "creating":
      return "no answer from the API server yet";
    case "scheduling":
      return pod === null ? withoutPod(state, event) : unscheduled(pod);
    case "starting":
      return pod === null ? NODE_SILENT : unstarted(pod, event);
    case "running":
    case "settled":
      return null;
    case "stopping":
      return "told to end, and not gone yet";
    case "inspecting":
      return ungathered(state);
    case "cleaning":
      return "the Job is being deleted";
  }
}

/** What of the evidence is still to come, the slowest first. */
function ungathered({ following, errands, sealing }: Inspecting): string {
  if (sealing !== null) return "it is being stored";
  if (following.kind !== "finished") return "the end of the log";
  if (isOpen(errands["read-log-rest"])) return "the rest of the log";
  return isOpen(errands["look-up-pod"]) ? "the pod's last status" : "the Events";
}

function withoutPod({ job }: LifecycleState, event: EventFact | null): string {
  if (factsOf(job)?.suspended === true) return "the Job is suspended";
  return event === null || event.type !== "Warning"
    ? "there is no pod yet"
    : said(event.reason, event.message);
}

function unscheduled({ conditions }: PodFacts): string {
  const scheduled = conditions.find(({ type, status }) => type === "PodScheduled" && status === "False");
  return scheduled === undefined
    ? "no word from the scheduler yet"
    : said(scheduled.reason, scheduled.message);
}

/** The init containers start one after the other, and the agent after them. */
function unstarted({ initContainers, sidecars, agent }: PodFacts, event: EventFact | null): string {
  const waiting = [...initContainers, ...sidecars, ...(agent === null ? [] : [agent])];
  const running = initContainers.find(({ state }) => state.kind === "running");
  if (running !== undefined) return `the init container ${running.name} is running`;
  // A container that has trouble says more than those that wait for it.
  const reasons = waiting.flatMap(reasonOf);
  const trouble = reasons.find((reason) => !isUsual(reason));
  if (trouble !== undefined) return trouble;
  return event === null ? (reasons[0] ?? NODE_SILENT) : said(event.reason, event.message);
}

function reasonOf({ state }: ContainerFacts): readonly string[] {
  return state.kind === "waiting" ? [said(state.reason, state.message)] : [];
}

function isUsual(reason: string): boolean {
  return reason === "ContainerCreating" || reason === "PodInitializing";
}

function said(reason: string | null, message: string | null): string {
  return [reason, message].filter((text) => text !== null).join(": ") || "no reason given";
}
