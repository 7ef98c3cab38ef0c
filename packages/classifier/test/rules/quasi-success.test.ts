import { evidence, exitCode } from "../support/evidence.ts";
import { testRule } from "../support/rule-table.ts";
import {
  apiFailure,
  errorResult,
  init,
  prose,
  SESSION,
  stream,
  success,
  synthetic,
  system,
  toolCall,
  toolResult,
  userText,
} from "../support/stream.ts";
import type { WireLine } from "../support/stream.ts";

const ended = (code: number, ...lines: readonly WireLine[]) =>
  evidence({ stream: stream([init(), ...lines]), run: exitCode(code) });
const exit0 = ["run.exit.code", "0"] as const;
const exit1 = ["run.exit.code", "1"] as const;

testRule("hook-stopped", {
  code: "hook_stopped",
  decides: {
    "a hook with continue:false, in a result that claims success": {
      evidence: ended(0, success("", { terminal_reason: "hook_stopped" })),
      confidence: "confirmed",
      summary: "A hook stopped the run (hook_stopped).",
      claims: [["stream.results.kept.0.terminalReason", "hook_stopped"], exit0],
      competing: ["empty_response"],
    },
    "a Stop hook that would not let the agent stop": {
      evidence: ended(0, success("Done.", { terminal_reason: "stop_hook_prevented" })),
      confidence: "confirmed",
      summary: "A hook stopped the run (stop_hook_prevented).",
      claims: [["stream.results.kept.0.terminalReason", "stop_hook_prevented"], exit0],
      competing: [],
    },
  },
  lets: {
    "a run without a result": { evidence: ended(0, prose("Working.")), because: "there is no result" },
    "a hook that objected and let the run finish": {
      evidence: ended(0, system("hook_response", { outcome: "error" }), success("Done.")),
      because: "no hook stopped the run",
    },
  },
});

const refused = system("informational", {
  content: "UserPromptSubmit operation blocked by hook: no secrets please",
  level: "warning",
  prevent_continuation: true,
});
const refusal = [
  "stream.notices.promptBlocked.content",
  "UserPromptSubmit operation blocked by hook: no secrets please",
] as const;

testRule("prompt-blocked", {
  code: "prompt_blocked",
  decides: {
    "a refused prompt, and a result without turns": {
      evidence: ended(
        0,
        refused,
        success("", { num_turns: 0, duration_api_ms: 0, terminal_reason: undefined }),
      ),
      confidence: "likely",
      summary: "A hook refused the prompt; the model was never asked.",
      claims: [refusal, exit0],
    },
    "a refused prompt, and a result that says nothing of turns": {
      evidence: ended(0, refused, success("", { num_turns: undefined })),
      confidence: "likely",
      summary: "A hook refused the prompt; the model was never asked.",
      claims: [refusal, exit0],
    },
    "a blank result without turns, API time or the trace of a command, as CLI 2.1.20 to 2.1.150 leave it": {
      evidence: ended(0, success("", { num_turns: 0, duration_api_ms: 0 })),
      confidence: "guess",
      summary:
        "The model was never asked, and no slash command answered: most likely a hook refused the prompt.",
      claims: [["stream.results.kept.0.numTurns", "0"], ["stream.results.kept.0.durationApiMs", "0"], exit0],
      competing: ["empty_response"],
    },
    "the same result with nothing before it": {
      evidence: evidence({
        stream: stream([success("", { num_turns: 0, duration_api_ms: 0 })]),
        run: exitCode(0),
      }),
      confidence: "guess",
      summary:
        "The model was never asked, and no slash command answered: most likely a hook refused the prompt.",
      claims: [["stream.results.kept.0.numTurns", "0"], ["stream.results.kept.0.durationApiMs", "0"], exit0],
    },
    "a refused prompt, and no result at all": {
      evidence: evidence({ stream: stream([init(), refused]) }),
      confidence: "likely",
      summary: "A hook refused the prompt; the model was never asked.",
      claims: [refusal],
    },
  },
  lets: {
    "a hook's remark that stops nothing": {
      evidence: ended(0, system("informational", { content: "noted" }), success("", { num_turns: 0 })),
      because: "no hook refused the prompt",
    },
    "a run of which no output was captured": {
      evidence: evidence({ run: exitCode(0) }),
      because: "no hook refused the prompt",
    },
    "a blank result without turns, behind a conversation that a command reset": {
      evidence: ended(
        0,
        { type: "conversation_reset", session_id: SESSION },
        success("", { num_turns: 0, duration_api_ms: 0 }),
      ),
      because: "no hook refused the prompt",
    },
    "a result without turns that has a text": {
      evidence: ended(0, success("Total cost: $0.00", { num_turns: 0, duration_api_ms: 0 })),
      because: "no hook refused the prompt",
    },
    "a refused prompt, and another one that had turns": {
      evidence: ended(0, refused, userText("And now?"), prose("Well."), success("", { num_turns: 1 })),
      because: "the run had turns after the refusal",
    },
    "a refused prompt, another one, and a kill before its result": {
      evidence: ended(137, refused, userText("And now?"), prose("Well.")),
      because: "the run had turns after the refusal",
    },
  },
});

testRule("incomplete", {
  code: "incomplete",
  decides: {
    "a turn that the provider paused, in a result that claims success": {
      evidence: ended(0, prose("First,"), success("First,", { stop_reason: "pause_turn" })),
      confidence: "likely",
      summary: "The turn was paused by the provider and never went on.",
      claims: [["stream.results.kept.0.stopReason", "pause_turn"], exit0],
    },
    "a pause before any text, which is an error of the execution": {
      evidence: ended(1, errorResult("error_during_execution", ["x"], { stop_reason: "pause_turn" })),
      confidence: "likely",
      summary: "The turn was paused by the provider and never went on.",
      claims: [["stream.results.kept.0.stopReason", "pause_turn"], exit1],
      competing: [],
    },
  },
  lets: {
    "a run without a result": {
      evidence: ended(0, prose("First,")),
      because: "there is no result without an error",
    },
    "a pause in a failure of another kind": {
      evidence: ended(1, apiFailure("API Error: 500", { stop_reason: "pause_turn" })),
      because: "there is no result without an error",
    },
    "a turn that ended": { evidence: ended(0, success("Done.")), because: "the turn was not paused" },
  },
});

const answeredNothing = "The model answered nothing (claude-opus-5-5).";
const diagnostic = "[ede_diagnostic] result_type=assistant last_content_type=none stop_reason=null";
const oldError = (more: Readonly<Record<string, unknown>> = {}) =>
  errorResult("error_during_execution", [], {
    is_error: false,
    errors: undefined,
    usage: { input_tokens: 1200, output_tokens: 0 },
    ...more,
  });

testRule("empty-response", {
  code: "empty_response",
  decides: {
    "an empty result text (2.1.80 on)": {
      evidence: ended(0, success("")),
      confidence: "likely",
      summary: answeredNothing,
      claims: [["stream.results.kept.0.text", ""], exit0],
    },
    "a result text of white space": {
      evidence: ended(0, success("\n\n")),
      confidence: "likely",
      summary: answeredNothing,
      claims: [["stream.results.kept.0.text", ""], exit0],
    },
    "the text that CLIs up to 1.0.0 write for nothing, of a model that their init does not name": {
      evidence: evidence({
        stream: stream([{ type: "system", subtype: "init", session_id: SESSION }, success("(no content)")]),
        run: exitCode(0),
      }),
      confidence: "likely",
      summary: "The model answered nothing.",
      claims: [["stream.results.kept.0.text", "(no content)"], exit0],
    },
    "the harness's diagnostic of an answer without content": {
      evidence: ended(1, errorResult("error_during_execution", [diagnostic])),
      confidence: "likely",
      summary: answeredNothing,
      claims: [["stream.results.kept.0.errors.0", diagnostic], exit1],
    },
    "the diagnostic behind another error": {
      evidence: ended(1, errorResult("error_during_execution", ["warning", diagnostic])),
      confidence: "likely",
      summary: answeredNothing,
      claims: [["stream.results.kept.0.errors.1", diagnostic], exit1],
    },
    "an error of CLIs 1.0.60 to 2.1.70 without a message after the last tool result": {
      evidence: ended(0, toolCall("Bash"), toolResult("ok"), oldError()),
      confidence: "likely",
      summary: answeredNothing,
      claims: [["stream.results.kept.0.tokens.output", "0"], exit0],
    },
    "an old error of a second turn, whose user message is not echoed": {
      evidence: ended(0, prose("Hello."), success("Hello."), oldError()),
      confidence: "likely",
      summary: answeredNothing,
      claims: [["stream.results.kept.1.tokens.output", "0"], exit0],
    },
    "the typed name of hosted models": {
      evidence: ended(1, apiFailure("", { api_error: "empty_completion" })),
      confidence: "likely",
      summary: answeredNothing,
      claims: [["stream.results.kept.0.apiError", "empty_completion"], exit1],
    },
  },
  lets: {
    "a run without a result": { evidence: ended(0, userText("Hi.")), because: "there is no result" },
    ...Object.fromEntries(
      Object.entries<WireLine>({
        "a text": success("Done."),
        "structured output beside a blank text": success("", { structured_output: {} }),
        "a blank result of a model that refused": success("", { stop_reason: "refusal" }),
        "a blank answer to a slash command": success("", { local_command: "clear" }),
        "a result that has no text at all": success("", { result: undefined }),
        "a blank result that is an error": apiFailure(""),
        "a diagnostic that found content": errorResult("error_during_execution", [
          "[ede_diagnostic] result_type=assistant last_content_type=text",
        ]),
        "a diagnostic of a turn that the user cut": errorResult("error_during_execution", [
          "[ede_diagnostic] result_type=user stop_reason=null",
        ]),
        "an error that only quotes the diagnostic": errorResult("error_during_execution", [
          `saw: ${diagnostic}`,
        ]),
        "the diagnostic under another subtype": errorResult("error_max_turns", [diagnostic]),
        "an old error with an error text": oldError({ errors: ["boom"] }),
        "a zeroed error, which is a failed start": oldError({ num_turns: 0, duration_ms: 0 }),
        "an old error whose model wrote tokens": oldError({ usage: { output_tokens: 7 } }),
        "an old error that does not tell its tokens": oldError({ usage: undefined }),
        "an old error of another subtype": oldError({ subtype: "error_max_turns" }),
        "another typed name": apiFailure("x", { api_error: "connection_failed" }),
      }).map(([name, line]) => [
        name,
        {
          evidence: ended(1, line),
          because: "the model said something, or something else went wrong",
        },
      ]),
    ),
    "an old error after a message of the model": {
      evidence: ended(0, userText("Hi."), prose("Hello."), oldError()),
      because: "the model said something, or something else went wrong",
    },
    "a failure that the harness reports without a result": {
      evidence: ended(1, synthetic("", { api_error: "empty_completion" })),
      because: "there is no result",
    },
  },
});
