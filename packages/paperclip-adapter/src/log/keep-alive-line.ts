import type { RunStatus } from "@runverdict/k8s-runner";
import { duration } from "@runverdict/stream-parser/describe";
import type { OpenCall } from "./open-calls.ts";

const doing: Readonly<Record<RunStatus["phase"], string>> = {
  admitting: "Asking whether the run may begin",
  creating: "Creating the Job",
  scheduling: "Waiting for a node",
  starting: "Starting the pod",
  running: "The agent is running",
  stopping: "Stopping the agent",
  inspecting: "Gathering the evidence",
  cleaning: "Cleaning up",
  settled: "The run is over",
};

/**
 * What a run waits for, in the cluster's words where it has some, or in which tool the agent is silent. The host
 * suspects a run that says nothing for an hour.
 *
 * @param silentForMs Since the agent's last output, or since the run began.
 */
export function keepAliveLine(
  status: RunStatus,
  silentForMs: number,
  openCall: OpenCall | null = null,
): string {
  const { phase, waitingFor, node } = status;
  const since = waited(silentForMs);
  // What has only just begun lasts for no time yet.
  const lasting = silentForMs < 1000 ? "" : ` (for ${since})`;
  const where = node === null || (phase !== "starting" && phase !== "running") ? "" : ` on ${node}`;
  if (waitingFor !== null) return `${doing[phase]}${where}: ${waitingFor}${lasting}`;
  if (phase !== "running") return `${doing[phase]}${lasting}`;
  const silence = openCall === null ? "" : ` in call ${openCall.number}, ${openCall.words}`;
  return `${doing[phase]}${where} and silent for ${since}${silence}`;
}

/** Nobody waits in tenths of seconds. */
function waited(ms: number): string {
  return ms < 90_000 ? `${Math.round(ms / 1000)} s` : duration(ms);
}
