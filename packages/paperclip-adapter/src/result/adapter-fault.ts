import type { ExecutionResult } from "../host/execution-result.ts";
import { hostText } from "./host-text.ts";

/**
 * What the host is told when the adapter itself failed. Nothing is known of the run, which may still be alive: so there
 * is no evidence that lets it be done again, and a person looks at it.
 */
export function adapterFault(error: unknown): ExecutionResult {
  const what = error instanceof Error ? error.message : String(error);
  return {
    exitCode: null,
    signal: null,
    timedOut: false,
    errorCode: "adapter_fault",
    errorMessage: `The adapter failed, which is a mistake of its own: ${hostText(what) ?? "it does not say how"}`,
  };
}
