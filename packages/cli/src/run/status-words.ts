import type { RunStatus } from "./runner.ts";

const doing: Readonly<Record<RunStatus["phase"], string>> = {
  admitting: "Asking whether it may begin",
  creating: "Creating the Job",
  scheduling: "Waiting for a node",
  starting: "Starting the pod",
  running: "Running",
  stopping: "Stopping the agent",
  inspecting: "Gathering the evidence",
  cleaning: "Cleaning up",
  settled: "Over",
};

/** What a run waits for, in a line; null while the agent works, and shows that itself. */
export function statusWords({ phase, waitingFor, node }: RunStatus): string | null {
  if (waitingFor === null) return null;
  const where = phase === "starting" && node !== null ? ` on ${node}` : "";
  return `${doing[phase]}${where} (${waitingFor})`;
}
