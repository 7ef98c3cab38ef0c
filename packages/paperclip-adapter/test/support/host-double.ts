import type { ExecutionContext, InvocationMeta } from "../../src/host/execution-context.ts";
import type { ExecutionResult } from "../../src/host/execution-result.ts";
import { aContext } from "./a-context.ts";

/** A host that behaves as the real one was seen to: it keeps what it is told, and cancels when it is opted in. */
export interface HostDouble {
  readonly context: ExecutionContext;
  readonly log: () => string;
  readonly metas: readonly InvocationMeta[];
  /** In the order in which they were called. */
  readonly calls: readonly string[];
  /** As Stop does; false where the adapter has not opted in. */
  readonly cancel: (reason?: string) => boolean;
}

export function hostDouble(differs: Partial<ExecutionContext> = {}): HostDouble {
  const chunks: string[] = [];
  const metas: InvocationMeta[] = [];
  const calls: string[] = [];
  const abort = new AbortController();
  let isReady = false;
  const context = aContext({
    signal: abort.signal,
    onCancellationReady: () => {
      isReady = true;
      calls.push("onCancellationReady");
      return Promise.resolve();
    },
    onLog: (_, chunk) => {
      chunks.push(chunk);
      return Promise.resolve();
    },
    onMeta: (meta) => {
      metas.push(meta);
      calls.push("onMeta");
      return Promise.resolve();
    },
    onDispatch: () => void calls.push("onDispatch"),
    ...differs,
  });
  return {
    context,
    log: () => chunks.join(""),
    metas,
    calls,
    cancel: (reason = "Stopped by an operator") => {
      if (isReady) abort.abort(new Error(reason));
      return isReady;
    },
  };
}

/** What the host makes of a result; the order is its own. */
export function readByHost(result: ExecutionResult, wasCancelled: boolean) {
  const isFine = (result.exitCode ?? 0) === 0 && !result.errorMessage && !result.signal;
  const status = wasCancelled ? "cancelled" : result.timedOut ? "timed_out" : isFine ? "succeeded" : "failed";
  const errorCode = status === "timed_out" ? "timeout" : (result.errorCode ?? "adapter_failed");
  return { status, errorCode: status === "succeeded" ? null : errorCode } as const;
}
