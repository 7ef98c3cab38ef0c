import type fc from "fast-check";
import { API_FAILURES, writeApiFailure } from "./api-failures.ts";
import { cliVersion, cliVersionWithout, type CliTrait, type CliVersion } from "./cli-version.ts";
import { writeBlocks } from "./conversation.ts";
import { writeSystem } from "./extras.ts";
import { writeResult } from "./result-event.ts";
import { noTokens, type Scribe, usageWire } from "./scribe.ts";
import { writeUser } from "./user-event.ts";

/** A way in which a run fails. The names are the situations; what to call the ending is the classifier's business. */
export const FAILURES = [
  "auth",
  "not-logged-in",
  "billing",
  "model-not-found",
  "invalid-request",
  "rate-limit",
  "usage-limit",
  "overloaded",
  "server-error",
  "network",
  "api-timeout",
  "bad-provider-response",
  "request-too-large",
  "refusal",
  "output-limit",
  "context-window",
  "prompt-too-long",
  "max-turns",
  "max-budget",
  "structured-output",
  "structured-output-missing",
  "empty-answer",
  "empty-answer-without-stop",
  "empty-answer-of-old",
  "no-content-of-old",
  "paused",
  "hook-stopped",
  "prompt-blocked",
  "interrupted",
  "startup",
  "session-not-found",
  "killed-before-the-result",
  "killed-in-a-tool",
  "killed-while-streaming",
] as const;

export type Failure = (typeof FAILURES)[number];

/** The releases in which a run can fail so. */
export function versionsFailing(failure: Failure): fc.Arbitrary<CliVersion> {
  if (failure === "empty-answer-of-old") return cliVersionWithout("empty-is-success", "result-usage");
  if (failure === "no-content-of-old") return cliVersionWithout("result-usage");
  return cliVersion(...(NEEDS[failure] ?? []));
}

const NEEDS: Readonly<Partial<Record<Failure, readonly CliTrait[]>>> = {
  refusal: ["refusal"],
  "usage-limit": ["api-error-markers"],
  "output-limit": ["api-error-markers"],
  "context-window": ["api-error-markers"],
  "max-budget": ["tasks"],
  "structured-output": ["tasks"],
  "structured-output-missing": ["tasks"],
  "empty-answer": ["empty-is-success"],
  "empty-answer-without-stop": ["result-stop-reason"],
  "hook-stopped": ["tasks"],
  "prompt-blocked": ["tasks"],
  interrupted: ["interrupt-result"],
  startup: ["api-error-markers"],
  "session-not-found": ["session-result"],
  "killed-while-streaming": ["partial"],
};

/** Whether the run fails before it has opened a turn. */
export function failsAtStart(failure: Failure): boolean {
  return failure === "startup" || failure === "session-not-found";
}

/** Writes what a failing run writes from the moment at which things go wrong. */
export function writeFailure(run: Scribe, failure: Failure, retries: number): void {
  const api = API_FAILURES[failure];
  if (api === undefined) OTHER_FAILURES[failure]?.(run);
  else writeApiFailure(run, api, retries);
}

const OTHER_FAILURES: Readonly<Partial<Record<Failure, (run: Scribe) => void>>> = {
  "max-turns": (run) => {
    const told = run.has("max-turns-is-error");
    writeResult(run, {
      subtype: "error_max_turns",
      isError: told,
      text: null,
      stopReason: "tool_use",
      terminalReason: "max_turns",
      errors: told ? ["Reached maximum number of turns (3)"] : [],
    });
  },
  "max-budget": (run) =>
    writeResult(run, {
      subtype: "error_max_budget_usd",
      isError: true,
      text: null,
      stopReason: "tool_use",
      terminalReason: "budget_exhausted",
      errors: ["Reached maximum budget ($0.5)"],
    }),
  "structured-output": (run) =>
    writeResult(run, {
      subtype: "error_max_structured_output_retries",
      isError: true,
      text: null,
      stopReason: "tool_use",
      terminalReason: "structured_output_retry_exhausted",
      errors: ["Failed to provide valid structured output after 5 attempts"],
    }),
  "structured-output-missing": (run) => {
    const nudge =
      "[structured-output-enforce] You MUST call the StructuredOutput tool to complete this request.";
    writeUser(run, { content: [{ type: "text", text: nudge }], more: { isSynthetic: true } });
    writeResult(run, { ...quietEnd, text: "I would rather not." });
  },
  "empty-answer": (run) => {
    if (run.has("nudge")) {
      const nudge = "[Your previous response had no visible output. Please continue.]";
      writeUser(run, { content: [{ type: "text", text: nudge }], more: { isSynthetic: true } });
    }
    writeResult(run, { ...quietEnd, text: run.plan.seed % 2 === 0 ? "" : "\n\n" });
  },
  "empty-answer-without-stop": (run) =>
    writeResult(run, {
      subtype: "error_during_execution",
      isError: true,
      text: null,
      terminalReason: "completed",
      errors: ["[ede_diagnostic] result_type=assistant last_content_type=none stop_reason=null"],
    }),
  "empty-answer-of-old": (run) =>
    writeResult(run, { subtype: "error_during_execution", isError: false, text: null }),
  "no-content-of-old": (run) => {
    const block = { type: "text" as const, text: "(no content)" };
    writeBlocks(run, { blocks: [block], parent: null, tokens: noTokens, stop: "end_turn" });
    writeResult(run, { ...quietEnd, text: "(no content)" });
  },
  paused: (run) => writeResult(run, { ...quietEnd, text: "Pausing", stopReason: "pause_turn" }),
  "hook-stopped": (run) =>
    writeResult(run, { ...quietEnd, text: "", stopReason: "tool_use", terminalReason: "hook_stopped" }),
  "prompt-blocked": (run) => {
    const content = "Operation blocked by hook: not on a Friday";
    writeSystem(run, "informational", { content, level: "warning", prevent_continuation: true }, [
      { kind: "prompt-blocked", content },
    ]);
    writeResult(run, { subtype: "success", isError: false, text: "", zeroed: true });
  },
  interrupted: (run) => {
    const block = { type: "text" as const, text: "word word wo" };
    const tokens = { ...noTokens, input: 12, output: 2 };
    writeBlocks(run, { blocks: [block], parent: null, tokens, stop: "end_turn", aborted: true });
    writeUser(run, { content: [{ type: "text", text: "[Request interrupted by user]" }], interrupt: true });
    writeResult(run, {
      subtype: "error_during_execution",
      isError: run.has("terminal-reason"),
      text: null,
      terminalReason: "aborted_streaming",
      errors: ["[ede_diagnostic] result_type=user last_content_type=n/a stop_reason=null"],
    });
  },
  startup: (run) =>
    writeResult(run, {
      subtype: "error_during_execution",
      isError: true,
      text: null,
      zeroed: true,
      errors: [
        "--dangerously-skip-permissions cannot be used with root/sudo privileges for security reasons",
      ],
      startupFailureReason: "bypass_root",
    }),
  "session-not-found": (run) =>
    writeResult(run, {
      subtype: "error_during_execution",
      isError: true,
      text: null,
      zeroed: true,
      errors: [`No conversation found with session ID: ${run.uuid()}`],
    }),
  "killed-in-a-tool": (run) => {
    const block = {
      type: "tool_use" as const,
      id: run.id("toolu"),
      name: "Bash",
      input: { command: "sleep 1000" },
    };
    const tokens = { ...noTokens, input: 40, output: 9 };
    writeBlocks(run, { blocks: [block], parent: null, tokens, stop: "tool_use" });
  },
  "killed-while-streaming": (run) => {
    // The stream ends between `message_start` and the end of the message: what was used is known, nothing was said.
    const message = { id: run.id("msg"), model: run.plan.model, usage: usageWire({ ...noTokens, input: 5 }) };
    run.write(
      "partial",
      { type: "stream_event", event: { type: "message_start", message }, ...run.envelope() },
      [
        {
          kind: "tokens",
          messageId: message.id,
          model: message.model,
          tokens: { ...noTokens, input: 5 },
        },
      ],
    );
  },
};

const quietEnd = {
  subtype: "success",
  isError: false,
  stopReason: "end_turn",
  terminalReason: "completed",
} as const;
