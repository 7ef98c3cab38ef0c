import type { RunEnd } from "../run-end.ts";

/** The sentence that the original and the host's own adapter have for a run that took too long, and not for a silent one. */
export function timeOut({ run, evidence }: RunEnd): string | null {
  const wasSilent = evidence.run.intents.some(({ kind, phase }) => kind === "deadline" && phase === "idle");
  return run.runMs <= 0 || wasSilent ? null : `Timed out after ${Math.round(run.runMs / 1000)}s`;
}
