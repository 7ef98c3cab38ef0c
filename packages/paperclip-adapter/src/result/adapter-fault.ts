import type { ExecutionResult } from "../host/execution-result.ts";
import { hostText } from "./host-text.ts";
import { bootstrap } from "./recovery.ts";

/**
 * What the host is told when the adapter itself failed, or a call of the host's own. Once something may have begun
 * nothing is known of the run, which may still be alive: so there is no evidence that lets it be done again, and a
 * person looks at it.
 */
export function adapterFault(error: unknown, at: "not-begun" | "begun"): ExecutionResult {
  const what = error instanceof Error ? error.message : String(error);
  return {
    exitCode: null,
    signal: null,
    timedOut: false,
    errorCode: "adapter_fault",
    errorMessage: `The adapter failed, which is a mistake of its own: ${hostText(what) ?? "it does not say how"}`,
    ...(at === "not-begun" ? { executionRecovery: bootstrap } : {}),
  };
}
