import { executionResult } from "../../src/result/execution-result.ts";
import type { RunEnd } from "../../src/result/run-end.ts";
import { rowOf, type RunRow } from "../host-double/run-row.ts";

/** What the host stores of a run that ended so; one that it stopped has an aborted signal. */
export function hostRow(end: RunEnd): RunRow {
  return rowOf(executionResult(end), end.cancellation === null ? null : "Cancelled by control plane");
}
