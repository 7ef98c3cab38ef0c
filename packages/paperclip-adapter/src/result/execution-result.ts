import type { ExecutionResult } from "../host/execution-result.ts";
import { billingFields } from "./billing-fields.ts";
import { hostWords, isFailureCode } from "./error-codes.ts";
import { hostText } from "./host-text.ts";
import type { HostWords } from "./host-words.ts";
import { failureMessage, plainWords } from "./message.ts";
import { recoveryEvidence, retryNotBefore } from "./recovery.ts";
import { resultJson } from "./result-json.ts";
import type { RunEnd } from "./run-end.ts";
import { agentExit } from "./sentences/agent-exit.ts";
import { sessionFields } from "./session-fields.ts";
import { stageOf } from "./stage.ts";
import { lastAnswer } from "./last-answer.ts";

/**
 * What the host is told of a run's end.
 *
 * A success is exit code 0 without message and signal, also when the container was killed after its result. Everything
 * else has a code and a message, and no exit code 0, which the host would take for a success. Throws a TypeError for a
 * run that is not known to be over: that is no end, and whoever reports it strands a live Job.
 */
export function executionResult(end: RunEnd): ExecutionResult {
  const { code, outcome } = end.verdict;
  if (outcome === "succeeded") return success(end);
  if (outcome === "unsettled" || !isFailureCode(code))
    throw new TypeError(
      `The run is not over (${code}, ${outcome}): keep looking at it, and tell the host when its verdict is settled.`,
    );
  return failure(end, hostWords(code, stageOf(end)));
}

function success(end: RunEnd): ExecutionResult {
  const recovery = end.cancellation === null ? null : recoveryEvidence(end);
  return {
    exitCode: 0,
    signal: null,
    timedOut: false,
    ...(recovery === null ? {} : { executionRecovery: recovery }),
    ...sessionFields(end),
    ...billingFields(end),
    resultJson: resultJson(end, null),
    summary: lastAnswer(end.stream),
  };
}

function failure(end: RunEnd, words: HostWords): ExecutionResult {
  const { verdict } = end;
  const recovery = recoveryEvidence(end);
  const notBefore = retryNotBefore(verdict);
  return {
    ...exitOf(end),
    timedOut: verdict.outcome === "timed_out",
    errorCode: words.errorCode,
    errorMessage: failureMessage(end, words),
    ...(words.errorFamily === null ? {} : { errorFamily: words.errorFamily }),
    ...(notBefore === null ? {} : { retryNotBefore: notBefore }),
    ...(recovery === null ? {} : { executionRecovery: recovery }),
    ...sessionFields(end),
    ...billingFields(end),
    resultJson: resultJson(end, words),
    summary: hostText(plainWords(end)) ?? verdict.title,
  };
}

/** The host's own adapters end a cancelled run by a signal. An exit code of 0 belongs to successes; it is in `resultJson`. */
function exitOf({ verdict, evidence }: RunEnd): Pick<ExecutionResult, "exitCode" | "signal"> {
  if (verdict.outcome === "cancelled") return { exitCode: null, signal: "SIGTERM" };
  const exitCode = agentExit(evidence)?.exitCode ?? null;
  return { exitCode: exitCode === 0 ? null : exitCode, signal: null };
}
