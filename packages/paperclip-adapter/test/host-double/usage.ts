import type { ExecutionResult } from "../../src/host/execution-result.ts";

type Usage = NonNullable<ExecutionResult["usage"]>;

/**
 * What the host counts of a run (§0.8): what it says that it used, or, without `usageBasis`, how much that is beyond
 * what the last run of the same session had said.
 */
export function countedUsage(result: ExecutionResult, lastOfSession: Usage | null): Usage | null {
  const { usage = null, usageBasis, sessionId } = result;
  if (usage === null || usageBasis === "per_run" || !sessionId || lastOfSession === null) return usage;
  const beyond = (now: number, before: number): number => (now >= before ? now - before : now);
  return {
    inputTokens: beyond(usage.inputTokens, lastOfSession.inputTokens),
    outputTokens: beyond(usage.outputTokens, lastOfSession.outputTokens),
  };
}
