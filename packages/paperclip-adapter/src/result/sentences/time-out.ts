import type { RunEnd } from "../run-end.ts";

/**
 * The sentence that the original and the host's own adapter have for a run that used up its time. It names our limit, so
 * it is not for a silent run, nor for one that something else put a limit on.
 */
export function timeOut({ run, evidence, verdict }: RunEnd): string | null {
  const wasSilent = evidence.run.intents.some(({ kind, phase }) => kind === "deadline" && phase === "idle");
  const isOurs = verdict.evidence.some(
    ({ path, quote }) => path.startsWith("run.intents.") || quote === "DeadlineExceeded",
  );
  return run.runMs <= 0 || wasSilent || !isOurs ? null : `Timed out after ${Math.round(run.runMs / 1000)}s`;
}
