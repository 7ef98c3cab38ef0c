import { quotable, type Evidence } from "@runverdict/classifier";
import type { RunEnd } from "../run-end.ts";
import { agentExit } from "./agent-exit.ts";
import { modelHint } from "./model-hint.ts";

/**
 * The original's two sentences for an agent that began and said nothing, letter for letter; null where it did more or
 * less. The original gave them to any transcript that had only events in it, also after many turns.
 */
export function initOnly({ evidence, stream, verdict }: RunEnd): string | null {
  if (stream === null || verdict.progress.atLeast !== "initialised" || stream.text.head.length > 0)
    return null;
  const hint = modelHint(stream);
  if (hint === "") return null;
  const exitCode = agentExit(evidence)?.exitCode ?? null;
  const sentence =
    exitCode === null || exitCode === 0
      ? `Claude started but did not produce a result${hint} — check API credentials, model support, and adapter config`
      : `Claude exited immediately after init${hint} (exit code ${exitCode}) — the model may be unsupported or the session may have been rejected before producing output`;
  return `${sentence}${podSuffix(evidence)}`;
}

/** What the cluster says besides the exit code, for whoever has no kubectl at hand. */
function podSuffix(evidence: Evidence): string {
  const exit = agentExit(evidence);
  if (exit === null) return "";
  const parts = [
    ...(exit.reason === null ? [] : [`reason=${quotable(exit.reason, 80)}`]),
    ...(exit.message === null ? [] : [`message=${quotable(exit.message)}`]),
    ...(exit.signal === null ? [] : [`signal=${quotable(exit.signal, 40)}`]),
    ...(exit.exitCode === 137 ? ["SIGKILL (commonly OOMKilled)"] : []),
  ];
  return parts.length === 0 ? "" : ` [pod: ${parts.join(", ")}]`;
}
