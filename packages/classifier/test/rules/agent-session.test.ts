import { evidence, exitCode, found } from "../support/evidence.ts";
import { disruption, pod, terminated } from "../support/kubernetes.ts";
import { testRule } from "../support/rule-table.ts";
import {
  apiFailure,
  errorResult,
  init,
  oldFailure,
  prose,
  SESSION,
  stream,
  success,
  synthetic,
  zeroedResult,
} from "../support/stream.ts";
import type { WireLine } from "../support/stream.ts";

const ended = (code: number, ...lines: readonly WireLine[]) =>
  evidence({ stream: stream(lines), run: exitCode(code) });
const result = "stream.results.kept.0";
const exit1 = ["run.exit.code", "1"] as const;
const missing = "No conversation found with session ID: 11111111-2222-4333-8444-555555555555";

testRule("session-not-found", {
  code: "session_not_found",
  decides: {
    "the errors of a zeroed result (2.1.9 on)": {
      evidence: ended(1, zeroedResult([missing])),
      confidence: "confirmed",
      summary: `The session to resume was not found: ${missing}`,
      claims: [[`${result}.errors.0`, missing], exit1],
      competing: ["startup_failed"],
    },
    "a session id that is none, behind another error": {
      evidence: ended(
        1,
        zeroedResult(["warning", "Error: --resume requires a valid session ID when used with --print"]),
      ),
      confidence: "confirmed",
      summary:
        "The session to resume was not found: Error: --resume requires a valid session ID when used with --print",
      claims: [
        [`${result}.errors.1`, "Error: --resume requires a valid session ID when used with --print"],
        exit1,
      ],
      competing: ["startup_failed"],
    },
    "stderr of CLIs up to 2.1.0": {
      evidence: evidence({
        stream: stream([]),
        run: { ...exitCode(1), stderr: [{ line: 1, text: missing }] },
      }),
      confidence: "likely",
      summary: `The session to resume was not found: ${missing}`,
      claims: [["run.stderr.0.text", missing], exit1],
      competing: ["startup_failed", "exited"],
    },
    "a pod's log, where stderr is merged into it": {
      evidence: evidence({
        stream: stream(["entrypoint: starting", missing]),
        pod: found(pod({ phase: "Failed", agent: terminated(1, "Error") })),
      }),
      confidence: "likely",
      summary: `The session to resume was not found: ${missing}`,
      claims: [
        ["stream.text.head.1.text", missing],
        ["pod.value.agent.state.exitCode", "1"],
      ],
    },
    "a transcript that nobody saw end": {
      evidence: evidence({ stream: stream([missing]) }),
      confidence: "likely",
      summary: `The session to resume was not found: ${missing}`,
      claims: [["stream.text.head.0.text", missing]],
    },
    "the harness's text beside a zeroed result that does not say it": {
      evidence: ended(1, missing, zeroedResult([], { usage: undefined })),
      confidence: "likely",
      summary: `The session to resume was not found: ${missing}`,
      claims: [["stream.text.head.0.text", missing], exit1],
    },
  },
  lets: {
    "a run that had a result of its own": {
      evidence: ended(0, missing, init(), success("Done.")),
      because: "the run had a result of its own",
    },
    "an error in the middle of a run that names a session": {
      evidence: ended(1, init(), errorResult("error_during_execution", [missing])),
      because: "the run had a result of its own",
    },
    "another failure of the start": {
      evidence: ended(1, zeroedResult(["unknown option '--no-such-flag'"])),
      because: "the harness does not miss a session",
    },
    "an error that only quotes the sentence": {
      evidence: ended(1, zeroedResult([`saw: ${missing}`])),
      because: "the harness does not miss a session",
    },
    "plain text that only quotes the sentence": {
      evidence: ended(1, `log: ${missing}`),
      because: "the harness does not miss a session",
    },
    "the harness's text in a run that exited with 0": {
      evidence: ended(0, missing),
      because: "the harness does not miss a session",
    },
    "a model that says the sentence": {
      evidence: ended(1, init(), prose(missing)),
      because: "the harness does not miss a session",
    },
  },
});

const poisoned = "API Error: 400 Could not process image";

testRule("session-poisoned", {
  code: "session_poisoned",
  decides: {
    "an image in the history that the provider can't process": {
      evidence: ended(1, init(), apiFailure(poisoned, { api_error_status: 400 })),
      confidence: "confirmed",
      summary: `The provider rejects the stored history: ${poisoned}`,
      claims: [[`${result}.text`, poisoned], exit1],
      competing: ["invalid_request"],
    },
    "an image that could not be processed, in other words": {
      evidence: ended(1, init(), oldFailure("API Error: 400 messages.3: image 1 could not be processed")),
      confidence: "confirmed",
      summary:
        "The provider rejects the stored history: API Error: 400 messages.3: image 1 could not be processed",
      claims: [[`${result}.text`, "API Error: 400 messages.3: image 1 could not be processed"], exit1],
    },
    ...Object.fromEntries(
      [
        "previous_message_id: unknown",
        "unprocessable image in messages.2",
        "messages.4: `tool_use` ids were found without `tool_result` blocks",
        "messages.4: unexpected `tool_use_id` found in `tool_result` blocks",
        "`thinking` blocks in the latest assistant message cannot be modified",
        "Invalid `signature` in `thinking` block",
        "messages.2: expected `thinking` or `redacted_thinking`, but found `text`",
        "messages.6: each tool_use must have a single result",
        "due to tool use concurrency issues",
        "messages.1: image dimensions exceed max allowed size for many-image requests",
      ].map((sentence) => [
        `HTTP 400 in the text of an old CLI: ${sentence}`,
        {
          evidence: ended(1, init(), oldFailure(`API Error: 400 ${sentence}`)),
          confidence: "confirmed" as const,
          summary: `The provider rejects the stored history: API Error: 400 ${sentence}`,
          claims: [[`${result}.text`, `API Error: 400 ${sentence}`], exit1] as const,
        },
      ]),
    ),
    "the harness's own sentence, which CLI 2.1.90 writes without a status": {
      evidence: ended(
        1,
        init(),
        oldFailure("An image in the conversation exceeds the dimension limit (2000px)."),
      ),
      confidence: "confirmed",
      summary:
        "The provider rejects the stored history: An image in the conversation exceeds the dimension limit (2000px).",
      claims: [
        [`${result}.text`, "An image in the conversation exceeds the dimension limit (2000px)."],
        exit1,
      ],
    },
    "the harness's own name for it, whatever the status": {
      evidence: ended(1, init(), apiFailure("History mismatch.", { api_error: "tool_history_mismatch" })),
      confidence: "confirmed",
      summary: "The provider rejects the stored history: History mismatch.",
      claims: [
        [`${result}.apiError`, "tool_history_mismatch"],
        [`${result}.text`, "History mismatch."],
        exit1,
      ],
    },
  },
  lets: {
    "a run that reports no error": {
      evidence: ended(0, init(), success("Could not process image 3; I went on.")),
      because: "the agent reports no error",
    },
    "another request that was invalid": {
      evidence: ended(1, init(), apiFailure("API Error: 400 unexpected field", { api_error_status: 400 })),
      because: "the provider does not reject the stored history",
    },
    "the sentence behind another status": {
      evidence: ended(
        1,
        init(),
        apiFailure("API Error: 500 Could not process image", { api_error_status: 500 }),
      ),
      because: "the provider does not reject the stored history",
    },
    "the sentence without a status": {
      evidence: ended(1, init(), apiFailure("Could not process image")),
      because: "the provider does not reject the stored history",
    },
    "the sentence far down in a long text": {
      evidence: ended(
        1,
        init(),
        apiFailure(`${"x ".repeat(1000)}could not process image`, { api_error_status: 400 }),
      ),
      because: "the provider does not reject the stored history",
    },
  },
});

testRule("startup-failed", {
  code: "startup_failed",
  decides: {
    "a startup_failure_reason, named": {
      evidence: ended(
        1,
        zeroedResult(["Configuration error in /home/agent/.claude.json"], {
          startup_failure_reason: "config_file_invalid",
        }),
      ),
      confidence: "confirmed",
      summary:
        "Claude Code did not start (config_file_invalid): Configuration error in /home/agent/.claude.json",
      claims: [
        [`${result}.startupFailureReason`, "config_file_invalid"],
        [`${result}.errors.0`, "Configuration error in /home/agent/.claude.json"],
        exit1,
      ],
      competing: [],
    },
    "a reason on a result that took time": {
      evidence: ended(
        1,
        errorResult("error_during_execution", ["No bash."], { startup_failure_reason: "shell_tool_missing" }),
      ),
      confidence: "confirmed",
      summary: "Claude Code did not start (shell_tool_missing): No bash.",
      claims: [
        [`${result}.startupFailureReason`, "shell_tool_missing"],
        [`${result}.errors.0`, "No bash."],
        exit1,
      ],
    },
    "a zeroed result without a reason, with a session id of its own": {
      evidence: ended(1, zeroedResult(["Something is missing."], { session_id: "other" })),
      confidence: "confirmed",
      summary: "Claude Code did not start: Something is missing.",
      claims: [[`${result}.errors.0`, "Something is missing."], exit1],
    },
  },
  lets: {
    "a run that reports no error": {
      evidence: ended(0, init(), success("Done.")),
      because: "there is no error result",
    },
    "a message of the harness without a result": {
      evidence: ended(1, init(), synthetic("API Error: 500")),
      because: "there is no error result",
    },
    "an error after a turn": {
      evidence: ended(
        1,
        init(),
        errorResult("error_during_execution", ["boom"], { num_turns: 1, duration_ms: 0 }),
      ),
      because: "the agent had started",
    },
    "an error after some time": {
      evidence: ended(
        1,
        init(),
        errorResult("error_during_execution", ["boom"], { num_turns: 0, duration_ms: 9 }),
      ),
      because: "the agent had started",
    },
    "another subtype without turns and time": {
      evidence: ended(1, init(), zeroedResult(["boom"], { subtype: "error_max_turns" })),
      because: "the agent had started",
    },
  },
});

const aborted = errorResult("error_during_execution", ["boom"], { terminal_reason: "aborted_tools" });

testRule("agent-error", {
  code: "agent_error",
  decides: {
    "a status that no other rule knows": {
      evidence: ended(
        1,
        init(),
        apiFailure("API Error: 418 The gateway does not serve this model", { api_error_status: 418 }),
      ),
      confidence: "confirmed",
      summary: "Claude ended with an error: API Error: 418 The gateway does not serve this model",
      claims: [
        [`${result}.subtype`, "success"],
        [`${result}.text`, "API Error: 418 The gateway does not serve this model"],
        exit1,
      ],
      competing: [],
    },
    "a subtype of a coming version": {
      evidence: ended(1, init(), errorResult("error_max_patience", [])),
      confidence: "confirmed",
      summary: "Claude ended with an error: it says nothing more",
      claims: [[`${result}.subtype`, "error_max_patience"], exit1],
      competing: [],
    },
    "a message of the harness without a result": {
      evidence: evidence({ stream: stream([init(), synthetic("Tool execution failed: EMFILE")]) }),
      confidence: "likely",
      summary: "Claude ended with an error: Tool execution failed: EMFILE",
      claims: [["stream.conversation.lastSyntheticError.text", "Tool execution failed: EMFILE"]],
      competing: [],
    },
    "a message that carries JSON, of which only the sentence is shown": {
      evidence: ended(1, init(), apiFailure('API Error: 418 {"type":"error","error":{"message":"no tea"}}')),
      confidence: "confirmed",
      summary: "Claude ended with an error: API Error: 418 no tea",
      claims: [[`${result}.subtype`, "success"], [`${result}.text`, "API Error: 418 no tea"], exit1],
    },
  },
  lets: {
    "a run that reports no error": {
      evidence: ended(0, init(), success("Done.")),
      because: "the agent reports no error",
    },
    "a run that ended without a word": {
      evidence: ended(1, init({ session_id: SESSION })),
      because: "the agent reports no error",
    },
    "the echo of a disruption in an interrupted result": {
      evidence: evidence({
        stream: stream([init(), aborted]),
        pod: found(
          pod({ agent: terminated(0, "Completed"), conditions: [disruption("EvictionByEvictionAPI")] }),
        ),
      }),
      because: "it was interrupted while its pod was taken down",
    },
  },
});
