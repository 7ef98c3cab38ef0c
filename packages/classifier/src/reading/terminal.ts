import { terminalConditions } from "./job-conditions.ts";
import type { Reading } from "./reading.ts";

/** Whether anything terminal was seen of the run: then it is over, even if nobody can say how. */
export function hasEnded(reading: Reading): boolean {
  const { end, job, podGone } = reading;
  if (end.kind === "ended" || end.kind === "never-ran" || end.kind === "gone") return true;
  if (end.kind === "running" || end.kind === "waiting" || end.kind === "no-pod") return false;
  // A Job that is gone alone ends nothing: deleted with its pods orphaned, it leaves the agent running.
  return podGone || terminalConditions(job).length > 0;
}

/** Why what took the container can't be said yet; null once it is terminated or its pod authoritatively absent. */
export function whyNotOver({ end }: Reading): string | null {
  if (end.kind === "ended" || end.kind === "never-ran" || end.kind === "gone") return null;
  return end.kind === "running"
    ? "the agent container is still running"
    : "the agent container is not known to have ended";
}

/** Why the agent's word is provisional; null when nothing shows that its container still runs. */
export function whyProvisional({ end }: Reading): string | null {
  return end.kind === "running" ? "the agent container is still running" : null;
}
