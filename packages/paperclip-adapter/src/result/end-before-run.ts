import { CODES, quotable, type AdmissionReason } from "@runverdict/classifier";
import type { ExecutionResult } from "../host/execution-result.ts";
import { hostWords, UNREACHABLE } from "./error-codes.ts";
import { hostText, storableObject } from "./host-text.ts";
import { bootstrap } from "./recovery.ts";
import { acknowledged } from "./result-json.ts";

/** What ends a run before its Job is asked for. Messages are one or a few lines for people, without secrets. */
export type BeforeRun =
  | { readonly kind: "wrong-configuration"; readonly message: string }
  /** Our own admission let it not begin. */
  | {
      readonly kind: "refused";
      readonly reason: AdmissionReason;
      readonly message: string;
      /** Trying again before it is no use; epoch milliseconds. */
      readonly notBefore?: number;
    }
  | { readonly kind: "cluster-unreachable"; readonly message: string }
  /** `at` in epoch milliseconds. */
  | { readonly kind: "cancelled"; readonly at: number };

/**
 * What the host is told of a run that came to nothing. Its evidence is that nothing was started: so the host blocks the
 * issue for a person where the configuration is wrong, and tries again by itself where the cause passes.
 */
export function endBeforeRun(why: BeforeRun): ExecutionResult {
  switch (why.kind) {
    case "wrong-configuration":
      // The host's own name: with it the issue is blocked at once, and asks for the configuration to be mended.
      return told(refused({ errorCode: "configuration_incomplete" }, why.message, { kind: why.kind }));
    case "cancelled":
      return {
        ...refused({ errorCode: "cancelled" }, "Cancelled before its Job was created.", {
          kind: why.kind,
          executionCancellation: acknowledged(why.at, false),
        }),
        signal: "SIGTERM",
      };
    case "refused":
    case "cluster-unreachable": {
      const code = why.kind === "refused" ? why.reason : UNREACHABLE;
      const { title, family, attribution, resolve } = CODES[code];
      const summary = quotable(why.message, 400);
      const verdict = { code, outcome: "failed", family, title, attribution, summary, resolution: resolve };
      const { errorCode, errorFamily } = hostWords(code, "not-created");
      const words = { errorCode, errorFamily, ...notBefore(why) };
      return told(refused(words, `${why.message}\n${resolve}`, { verdict }));
    }
  }
}

function notBefore(why: BeforeRun): Pick<ExecutionResult, "retryNotBefore"> {
  if (why.kind !== "refused" || why.notBefore === undefined) return {};
  return { retryNotBefore: new Date(why.notBefore).toISOString() };
}

/** On the issue too: of a wrong configuration the host itself says there that a secret is missing, whatever it is. */
function told(result: ExecutionResult): ExecutionResult {
  return { ...result, summary: `The run was not started. ${result.errorMessage ?? ""}`.trimEnd() };
}

function refused(
  words: Pick<ExecutionResult, "errorCode" | "errorFamily" | "retryNotBefore">,
  message: string,
  json: Readonly<Record<string, unknown>>,
): ExecutionResult {
  return {
    exitCode: null,
    signal: null,
    timedOut: false,
    ...words,
    errorMessage: hostText(message) ?? "The run was not started.",
    executionRecovery: bootstrap,
    resultJson: storableObject(json),
  };
}
