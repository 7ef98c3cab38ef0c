import { fieldIn } from "../../src/host/host-field.ts";
import type { ExecutionResult } from "../../src/host/execution-result.ts";
import { storeFault, type Json } from "./stored-json.ts";

export type RunStatus = "succeeded" | "failed" | "cancelled" | "timed_out" | "interrupted";

/** What the host stores of a run that is over. */
export interface RunRow {
  readonly status: RunStatus;
  readonly error: string | null;
  readonly errorCode: string | null;
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly resultJson: Json;
}

/** §2, the order of outcomes: an aborted signal wins over all that the adapter says of the run. */
function statusOf(result: ExecutionResult, isAborted: boolean): RunStatus {
  if (isAborted) return "cancelled";
  if (result.timedOut) return "timed_out";
  // An unknown exit counts as 0: whoever does not know it has to say what went wrong (§0.4).
  return (result.exitCode ?? 0) === 0 && !result.errorMessage && !result.signal ? "succeeded" : "failed";
}

/** §2: a code is stored of what did not succeed alone; a cancelled run has the code of whoever cancelled it. */
function errorCodeOf(status: RunStatus, result: ExecutionResult): string | null {
  switch (status) {
    case "succeeded":
      return null;
    case "timed_out":
      return "timeout";
    case "cancelled":
      return "cancelled";
    default:
      return result.errorCode ?? "adapter_failed";
  }
}

/** @param stopped Why the run's signal was aborted; null where it was not. */
export function rowOf(result: ExecutionResult, stopped: string | null): RunRow {
  const status = statusOf(result, stopped !== null);
  const otherwise = status === "timed_out" ? "Timed out" : "Adapter failed";
  const error = status === "succeeded" ? null : (stopped ?? result.errorMessage ?? otherwise);
  const { exitCode, signal } = result;
  const resultJson = storedJson(result);
  const row: RunRow = { status, error, errorCode: errorCodeOf(status, result), exitCode, signal, resultJson };
  const fault = storeFault(row);
  return fault === null ? row : thrownRow(fault, stopped);
}

/** §2: of an adapter that throws the host knows nothing; so it is where the result can't be stored (§0.3). */
export function thrownRow(error: string, stopped: string | null): RunRow {
  const none = { exitCode: null, signal: null, resultJson: {} };
  return stopped === null
    ? { status: "failed", error, errorCode: "adapter_failed", ...none }
    : { status: "cancelled", error, errorCode: "cancelled", ...none };
}

/** A row that was written without the adapter: by Stop (§4), by a host that shuts down (§4), for a log (§0.3). */
export function endedWithout(status: "cancelled" | "interrupted", errorCode: string, error: string): RunRow {
  return { status, error, errorCode, exitCode: null, signal: null, resultJson: {} };
}

/** §2: what stands beside `resultJson` in a result is stored in it. */
function storedJson({
  resultJson,
  executionRecovery,
  errorFamily,
  retryNotBefore,
  summary,
}: ExecutionResult): Json {
  const told = { ...resultJson };
  return {
    ...told,
    ...(executionRecovery ? { executionRecovery } : {}),
    ...(errorFamily ? { errorFamily } : {}),
    ...(retryNotBefore ? { retryNotBefore, transientRetryNotBefore: retryNotBefore } : {}),
    ...(summary?.trim() && !told["summary"] ? { summary } : {}),
  };
}

/** §4: the adapter has said that nothing of the run is left. */
export function isAcknowledged({ resultJson }: RunRow): boolean {
  return fieldIn(resultJson["executionCancellation"], "state") === "acknowledged";
}
