import type { AdapterExecutionResult } from "@paperclipai/adapter-utils";
import { expect, expectTypeOf, test } from "vitest";
import { endBeforeRun } from "../../src/result/end-before-run.ts";
import type { ExecutionResult } from "../../src/host/execution-result.ts";

test("our results are results to the host", () => {
  expectTypeOf<ExecutionResult>().toExtend<AdapterExecutionResult>();
  const told: AdapterExecutionResult = endBeforeRun({ kind: "cancelled", at: 0 });
  expect(told.errorCode).toBe("cancelled");
});
