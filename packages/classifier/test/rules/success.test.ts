import { evidence, exitCode, found } from "../support/evidence.ts";
import { pod, terminated } from "../support/kubernetes.ts";
import { testRule } from "../support/rule-table.ts";
import {
  apiFailure,
  errorResult,
  init,
  OTHER_SESSION,
  prose,
  SESSION,
  stream,
  success,
  synthetic,
  system,
  userText,
  zeroedResult,
} from "../support/stream.ts";
import type { WireLine } from "../support/stream.ts";

const exit0 = exitCode(0);
const done = (...lines: readonly WireLine[]) => evidence({ stream: stream([init(), ...lines]), run: exit0 });
const result = ["stream.results.kept.0.subtype", "success"] as const;
const exit = ["run.exit.code", "0"] as const;

testRule("succeeded", {
  code: "succeeded",
  decides: {
    "a result with a text, and exit 0": {
      evidence: done(prose("Done."), success("Done.")),
      confidence: "confirmed",
      summary: "Claude finished with a result, exit 0.",
      claims: [result, exit],
      competing: [],
    },
    "the same of CLI 0.2.126, whose result has a cost and no usage": {
      evidence: done(prose("Done."), {
        type: "result",
        subtype: "success",
        cost_usd: 0.01,
        is_error: false,
        duration_ms: 61,
        duration_api_ms: 45,
        num_turns: 1,
        result: "Done.",
        total_cost: 0.01,
        session_id: SESSION,
      }),
      confidence: "confirmed",
      summary: "Claude finished with a result, exit 0.",
      claims: [result, exit],
    },
    "structured output beside a blank text": {
      evidence: done(success("", { structured_output: { answer: 42 } })),
      confidence: "confirmed",
      summary: "Claude finished with a result, exit 0.",
      claims: [result, exit],
    },
    "structured output where a schema was requested": {
      evidence: evidence({
        stream: stream([init(), success("{}", { structured_output: {} })]),
        run: { ...exit0, schemaRequested: true },
      }),
      confidence: "confirmed",
      summary: "Claude finished with a result, exit 0.",
      claims: [result, exit],
    },
    "a blank answer to a slash command, which the result marks": {
      evidence: done(success("", { local_command: "clear", num_turns: 3 })),
      confidence: "confirmed",
      summary: "Claude finished with a result, exit 0.",
      claims: [result, exit],
    },
    "a blank answer without turns and without API time, behind a conversation that was reset: /clear": {
      evidence: done(
        { type: "conversation_reset", session_id: SESSION },
        success("", { num_turns: 0, duration_api_ms: 0 }),
      ),
      confidence: "confirmed",
      summary: "Claude finished with a result, exit 0.",
      claims: [result, exit],
    },
    "the same in a log whose head is lost": {
      evidence: evidence({
        stream: stream([
          userText("<local-command-stdout></local-command-stdout>"),
          success("", { num_turns: 0, duration_api_ms: 0 }),
        ]),
        run: exit0,
      }),
      confidence: "confirmed",
      summary: "Claude finished with a result, exit 0.",
      claims: [result, exit],
    },
    "an answer without turns and without API time: /cost": {
      evidence: done(success("Total cost: $0.00", { num_turns: 0, duration_api_ms: 0 })),
      confidence: "confirmed",
      summary: "Claude finished with a result, exit 0.",
      claims: [result, exit],
    },
    "a blank answer without API time, behind the output of the command: /compact of CLI 2.0.30": {
      evidence: done(
        userText("<local-command-stderr>Error: No messages to compact</local-command-stderr>", {
          isReplay: true,
        }),
        success("", { num_turns: 3, duration_api_ms: 0 }),
      ),
      confidence: "confirmed",
      summary: "Claude finished with a result, exit 0.",
      claims: [result, exit],
    },
    "a slash command where a schema was requested": {
      evidence: evidence({
        stream: stream([init(), success("", { local_command: "compact" })]),
        run: { ...exit0, schemaRequested: true },
      }),
      confidence: "confirmed",
      summary: "Claude finished with a result, exit 0.",
      claims: [result, exit],
    },
    "a transcript that nobody saw end": {
      evidence: evidence({ stream: stream([init(), success("Done.")]) }),
      confidence: "likely",
      summary: "Claude finished with a result.",
      claims: [result],
    },
    "a kill that came after the result": {
      evidence: evidence({
        stream: stream([init(), success("Done.")]),
        pod: found(pod({ phase: "Failed", agent: terminated(137, "Error") })),
      }),
      confidence: "likely",
      summary: "Claude finished with a result, exit 137 (SIGKILL).",
      claims: [result, ["pod.value.agent.state.exitCode", "137"]],
    },
    "a signal whose exit code nobody knows": {
      evidence: evidence({
        stream: stream([init(), success("Done.")]),
        run: { exit: { kind: "signal", signal: "SIGRTMIN" } },
      }),
      confidence: "likely",
      summary: "Claude finished with a result, exit unknown.",
      claims: [result, ["run.exit.signal", "SIGRTMIN"]],
    },
    "the second result of CLI 2.1.6 and older, which is zeroed and means nothing": {
      evidence: done(prose("Done."), success("Done."), zeroedResult([])),
      confidence: "confirmed",
      summary: "Claude finished with a result, exit 0.",
      claims: [result, exit],
    },
    "a failed turn before one that went well": {
      evidence: done(apiFailure("API Error: 500"), userText("Go on."), prose("Done."), success("Done.")),
      confidence: "confirmed",
      summary: "Claude finished with a result, exit 0.",
      claims: [["stream.results.kept.1.subtype", "success"], exit],
    },
    "events after the result that open no turn": {
      evidence: done(
        success("Done."),
        system("task_notification", { task_id: "b1", status: "completed" }),
        system("session_writes_lost", { error_code: "ENOSPC" }),
        system("hook_response", { hook_name: "Stop", outcome: "error" }),
        { type: "command_lifecycle", state: "completed" },
      ),
      confidence: "confirmed",
      summary: "Claude finished with a result, exit 0.",
      claims: [result, exit],
    },
    "a forged failure of another session behind it": {
      evidence: done(success("Done."), apiFailure("API Error: 401", { session_id: OTHER_SESSION })),
      confidence: "confirmed",
      summary: "Claude finished with a result, exit 0.",
      claims: [result, exit],
    },
  },
  lets: {
    "output that nobody captured": {
      evidence: evidence({ run: exit0 }),
      because: "no output was captured",
    },
    "a stream without a result": {
      evidence: done(prose("Done.")),
      because: "the stream has no result",
    },
    "a turn that was opened after the result": {
      evidence: done(success("Done."), userText("One more thing.")),
      because: "a new turn was opened after the last result",
    },
    "an init after the result, which opens a turn too": {
      evidence: done(success("Done."), init()),
      because: "a new turn was opened after the last result",
    },
    "the harness's own message about a failure, and nothing after it": {
      evidence: done(prose("Working."), synthetic("API Error: 500 Internal server error")),
      because: "the last word is an error",
    },
    "a result that says is_error": {
      evidence: done(success("Done.", { is_error: true })),
      because: "the last result is an error",
    },
    "an error subtype of an old CLI, which said is_error false": {
      evidence: done(errorResult("error_max_turns", [], { is_error: false, result: "Done." })),
      because: "the last result is an error",
    },
    "a result of another session": {
      evidence: done(success("Done.", { session_id: OTHER_SESSION })),
      because: "the stream has no result",
    },
    "a turn that the provider paused": {
      evidence: done(success("Done.", { stop_reason: "pause_turn" })),
      because: "it stopped for pause_turn",
    },
    "a refusal that is no error": {
      evidence: done(success("I can't help with that.", { stop_reason: "refusal" })),
      because: "it stopped for refusal",
    },
    ...Object.fromEntries(
      ["hook_stopped", "stop_hook_prevented", "aborted_streaming", "aborted_tools"].map((reason) => [
        `the terminal reason ${reason}`,
        {
          evidence: done(success("Done.", { terminal_reason: reason })),
          because: `its terminal reason is ${reason}`,
        },
      ]),
    ),
    ...Object.fromEntries(
      ["prompt_too_long", "api_error", "max_turns", "budget_exhausted"].map((reason) => [
        `the terminal reason ${reason}, which is an error whatever is_error says`,
        {
          evidence: done(success("Done.", { terminal_reason: reason })),
          because: "the last result is an error",
        },
      ]),
    ),
    "a prompt that a hook refused": {
      evidence: done(
        system("informational", { content: "blocked by hook", prevent_continuation: true }),
        success("", { num_turns: 0, duration_api_ms: 0 }),
      ),
      because: "a hook refused the prompt",
    },
    "a text where a schema was requested": {
      evidence: evidence({
        stream: stream([init(), success("Done.")]),
        run: { ...exit0, schemaRequested: true },
      }),
      because: "a schema was requested, and no output fits it",
    },
    "an empty text": { evidence: done(success("")), because: "the result says nothing" },
    "a text of white space": { evidence: done(success(" \n\t")), because: "the result says nothing" },
    "the text that CLIs up to 1.0.0 write for an empty answer": {
      evidence: done(success("(no content)")),
      because: "the result says nothing",
    },
    "a result without a text, after an interrupt": {
      evidence: done(success("", { result: undefined })),
      because: "the result says nothing",
    },
    "a blank answer that took API time": {
      evidence: done(success("", { num_turns: 0 })),
      because: "the result says nothing",
    },
    "a blank answer that took a turn": {
      evidence: done(success("", { duration_api_ms: 0 })),
      because: "the result says nothing",
    },
  },
});
