import type { ExecutionContext } from "../../src/host/execution-context.ts";

/** A run as the host describes it, as small as it may be. */
export function aContext(differs: Partial<ExecutionContext> = {}): ExecutionContext {
  return {
    runId: "run-7f3a",
    agent: {
      id: "0b9a3f7e-5f5e-4f0e-9d6b-0d6a3c1f2a11",
      companyId: "c-1",
      name: "Reviewer",
      adapterType: "claude_k8s",
      adapterConfig: {},
    },
    runtime: { sessionId: null, sessionParams: null, sessionDisplayId: null, taskKey: null },
    config: {},
    context: {},
    onLog: () => Promise.resolve(),
    ...differs,
  };
}
