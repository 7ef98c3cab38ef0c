import { evidence, exitCode, found } from "../support/evidence.ts";
import { disruption, job, pod, terminated } from "../support/kubernetes.ts";
import type { PodShape } from "../support/kubernetes.ts";
import { testRule } from "../support/rule-table.ts";
import {
  apiFailure,
  errorResult,
  init,
  oldFailure,
  prose,
  stream,
  success,
  synthetic,
  toolResult,
  userText,
} from "../support/stream.ts";
import type { WireLine } from "../support/stream.ts";

const ended = (code: number, ...lines: readonly WireLine[]) =>
  evidence({ stream: stream([init(), ...lines]), run: exitCode(code) });
const bare = (...lines: readonly WireLine[]) => evidence({ stream: stream([init(), ...lines]) });
const result = "stream.results.kept.0";
const exit0 = ["run.exit.code", "0"] as const;
const exit1 = ["run.exit.code", "1"] as const;

testRule("max-turns", {
  code: "max_turns",
  decides: {
    "error_max_turns with is_error true and exit 1 (2.1.90 on)": {
      evidence: ended(
        1,
        errorResult("error_max_turns", ["Reached maximum number of turns (3)"], { num_turns: 4 }),
      ),
      confidence: "confirmed",
      summary: "Claude reached its turn limit (4 turns): Reached maximum number of turns (3).",
      claims: [[`${result}.subtype`, "error_max_turns"], exit1],
      competing: [],
    },
    "error_max_turns with is_error false and exit 0, as CLIs before 2.1.90 wrote it": {
      evidence: ended(
        0,
        errorResult("error_max_turns", [], { is_error: false, errors: undefined, num_turns: 3 }),
      ),
      confidence: "likely",
      summary: "Claude reached its turn limit (3 turns).",
      claims: [[`${result}.subtype`, "error_max_turns"], exit0],
      competing: [],
    },
    "a transcript without an end, whose result does not count its turns": {
      evidence: bare(errorResult("error_max_turns", ["Stopped."], { num_turns: undefined })),
      confidence: "likely",
      summary: "Claude reached its turn limit: Stopped.",
      claims: [[`${result}.subtype`, "error_max_turns"]],
    },
  },
  lets: {
    "a run without a result": { evidence: ended(1, prose("Turn 1.")), because: "there is no result" },
    "a run that used many turns and finished": {
      evidence: ended(0, success("Done.", { num_turns: 300 })),
      because: "the result's subtype is not error_max_turns",
    },
    "another error subtype": {
      evidence: ended(1, errorResult("error_max_budget_usd", [])),
      because: "the result's subtype is not error_max_turns",
    },
  },
});

testRule("budget-exhausted", {
  code: "budget_exhausted",
  decides: {
    error_max_budget_usd: {
      evidence: ended(1, errorResult("error_max_budget_usd", ["Reached maximum budget ($0.5)"])),
      confidence: "confirmed",
      summary: "Claude used up its budget: Reached maximum budget ($0.5).",
      claims: [[`${result}.subtype`, "error_max_budget_usd"], exit1],
    },
    "the same without a message and without an end": {
      evidence: bare(errorResult("error_max_budget_usd", [])),
      confidence: "likely",
      summary: "Claude used up its budget.",
      claims: [[`${result}.subtype`, "error_max_budget_usd"]],
    },
  },
  lets: {
    "a run without a result": { evidence: ended(1, prose("Spending.")), because: "there is no result" },
    "a costly run that finished": {
      evidence: ended(0, success("Done.", { total_cost_usd: 900 })),
      because: "the result's subtype is not error_max_budget_usd",
    },
  },
});

const requested = (...lines: readonly WireLine[]) =>
  evidence({ stream: stream([init(), ...lines]), run: { ...exitCode(0), schemaRequested: true } });

testRule("structured-output-failed", {
  code: "structured_output_failed",
  decides: {
    "five outputs that did not fit the schema": {
      evidence: ended(
        1,
        errorResult("error_max_structured_output_retries", [
          "Failed to provide valid structured output after 5 attempts",
        ]),
      ),
      confidence: "confirmed",
      summary: "No structured output: Failed to provide valid structured output after 5 attempts",
      claims: [[`${result}.subtype`, "error_max_structured_output_retries"], exit1],
    },
    "the same without a message": {
      evidence: ended(1, errorResult("error_max_structured_output_retries", [])),
      confidence: "confirmed",
      summary: "No structured output: its output never fitted the schema",
      claims: [[`${result}.subtype`, "error_max_structured_output_retries"], exit1],
    },
    "a model that answered in prose where a schema was requested": {
      evidence: requested(success("The answer is 42.")),
      confidence: "likely",
      summary: "A schema was requested, and the result has no structured output.",
      claims: [["run.schemaRequested", "true"], [`${result}.structuredOutput`, "false"], exit0],
    },
    "prose where a schema was requested, with a result that CLI 2.1.150 blanks": {
      evidence: requested(prose("I refuse to use the tool."), success("")),
      confidence: "likely",
      summary: "A schema was requested, and the result has no structured output.",
      claims: [["run.schemaRequested", "true"], [`${result}.structuredOutput`, "false"], exit0],
    },
  },
  lets: {
    "a run without a result": { evidence: requested(prose("42.")), because: "there is no result" },
    "another error where a schema was requested": {
      evidence: requested(apiFailure("API Error: 500")),
      because: "the result is another error",
    },
    "prose where nobody asked for a schema": {
      evidence: ended(0, success("The answer is 42.")),
      because: "no schema was requested",
    },
    "output that fits the schema": {
      evidence: requested(success("", { structured_output: { answer: 42 } })),
      because: "the result holds structured output",
    },
  },
});

const tooLong = "API Error: Claude's response exceeded the 128000 output token maximum.";

testRule("output-limit", {
  code: "output_limit",
  decides: {
    "api_error max_output_tokens in the result": {
      evidence: ended(1, apiFailure(tooLong, { api_error: "max_output_tokens" })),
      confidence: "confirmed",
      summary: `The answer passed the limit of output tokens: ${tooLong}`,
      claims: [[`${result}.apiError`, "max_output_tokens"], [`${result}.text`, tooLong], exit1],
      competing: [],
    },
    "the same name in the message before the result": {
      evidence: ended(1, synthetic(tooLong, { error: "max_output_tokens" }), apiFailure(tooLong)),
      confidence: "confirmed",
      summary: `The answer passed the limit of output tokens: ${tooLong}`,
      claims: [
        ["stream.conversation.lastSyntheticError.error", "max_output_tokens"],
        [`${result}.text`, tooLong],
        exit1,
      ],
    },
    "the harness's sentence on CLI 2.1.20, which has no name for it": {
      evidence: ended(1, oldFailure(tooLong)),
      confidence: "confirmed",
      summary: `The answer passed the limit of output tokens: ${tooLong}`,
      claims: [[`${result}.text`, tooLong], exit1],
    },
    "the message alone, where no result came": {
      evidence: bare(synthetic(tooLong, { api_error: "max_output_tokens" })),
      confidence: "likely",
      summary: `The answer passed the limit of output tokens: ${tooLong}`,
      claims: [
        ["stream.conversation.lastSyntheticError.apiError", "max_output_tokens"],
        ["stream.conversation.lastSyntheticError.text", tooLong],
      ],
    },
  },
  lets: {
    "a run that reports no error": {
      evidence: ended(0, success("Done.")),
      because: "the agent reports no error",
    },
    "another typed name": {
      evidence: ended(1, apiFailure(tooLong, { api_error: "connection_failed" })),
      because: "the error is not the limit of output tokens",
    },
    "the same name, where the context window cut the answer": {
      evidence: ended(
        1,
        synthetic("cut", { api_error: "max_output_tokens", api_error_params: { cut: "context_window" } }),
        apiFailure("cut", { api_error: "max_output_tokens" }),
      ),
      because: "the error is not the limit of output tokens",
    },
    "the same name, with a text that names the context window": {
      evidence: ended(
        1,
        apiFailure("API Error: The model has reached its context window limit.", {
          api_error: "max_output_tokens",
        }),
      ),
      because: "the error is not the limit of output tokens",
    },
    "the same name beside message_over_context_limit": {
      evidence: ended(
        1,
        synthetic("cut", { api_error: "message_over_context_limit" }),
        apiFailure("cut", { api_error: "max_output_tokens" }),
      ),
      because: "the error is not the limit of output tokens",
    },
  },
});

testRule("context-overflow", {
  code: "context_overflow",
  decides: {
    "the terminal reason prompt_too_long (2.1.110 on)": {
      evidence: ended(
        1,
        apiFailure("Too much.", { terminal_reason: "prompt_too_long", api_error_status: 400 }),
      ),
      confidence: "confirmed",
      summary: "The conversation no longer fits the context window: Too much.",
      claims: [[`${result}.terminalReason`, "prompt_too_long"], exit1],
      competing: ["invalid_request"],
    },
    "the harness's sentence, on all versions": {
      evidence: ended(1, oldFailure("Prompt is too long")),
      confidence: "confirmed",
      summary: "The conversation no longer fits the context window: Prompt is too long",
      claims: [[`${result}.text`, "Prompt is too long"], exit1],
      competing: [],
    },
    "the context window as the cut of an answer": {
      evidence: ended(
        1,
        synthetic("cut", { api_error: "max_output_tokens", api_error_params: { cut: "context_window" } }),
        apiFailure("The answer was cut.", { api_error: "max_output_tokens" }),
      ),
      confidence: "confirmed",
      summary: "The conversation no longer fits the context window: The answer was cut.",
      claims: [[`${result}.text`, "The answer was cut."], exit1],
      competing: [],
    },
    "the harness's sentence of the window's limit": {
      evidence: ended(1, apiFailure("API Error: The model has reached its context window limit.")),
      confidence: "confirmed",
      summary:
        "The conversation no longer fits the context window: API Error: The model has reached its context window limit.",
      claims: [[`${result}.text`, "API Error: The model has reached its context window limit."], exit1],
    },
    "the provider's sentence behind a 400": {
      evidence: ended(
        1,
        oldFailure("API Error: 400 input length and `max_tokens` exceed context limit: 190000"),
      ),
      confidence: "confirmed",
      summary:
        "The conversation no longer fits the context window: API Error: 400 input length and `max_tokens` exceed context limit: 190000",
      claims: [
        [`${result}.text`, "API Error: 400 input length and `max_tokens` exceed context limit: 190000"],
        exit1,
      ],
      competing: ["invalid_request"],
    },
    ...Object.fromEntries(
      [
        "API Error: 400 prompt is too long: 210000 tokens > 200000 maximum",
        "API Error: 400 Input is too long for requested model.",
      ].map((text) => [
        `a provider that names the length behind a 400: ${text}`,
        {
          evidence: ended(1, oldFailure(text)),
          confidence: "confirmed" as const,
          summary: `The conversation no longer fits the context window: ${text}`,
          claims: [[`${result}.text`, text], exit1] as const,
          competing: ["invalid_request"] as const,
        },
      ]),
    ),
    "the typed name, in a message without a result": {
      evidence: bare(synthetic("Over the limit.", { api_error: "message_over_context_limit" })),
      confidence: "likely",
      summary: "The conversation no longer fits the context window: Over the limit.",
      claims: [["stream.conversation.lastSyntheticError.text", "Over the limit."]],
    },
  },
  lets: {
    "a run that finished and spoke of the window": {
      evidence: ended(0, success("Prompt is too long for me to read.")),
      because: "the agent reports no error",
    },
    "another terminal reason": {
      evidence: ended(1, apiFailure("API Error: 400 bad")),
      because: "the context window is not named",
    },
    "the sentence in the middle of another one": {
      evidence: ended(1, oldFailure("The tool said: Prompt is too long")),
      because: "the context window is not named",
    },
    "another cut": {
      evidence: ended(1, synthetic("cut", { api_error_params: { cut: "stop_sequence" } }), apiFailure("cut")),
      because: "the context window is not named",
    },
    "the context window as the cut of an earlier turn": {
      evidence: ended(
        1,
        synthetic("cut", { api_error_params: { cut: "context_window" } }),
        userText("Go on."),
        apiFailure("API Error: 500"),
      ),
      because: "the context window is not named",
    },
  },
});

const interrupt = errorResult("error_during_execution", [], { terminal_reason: "aborted_streaming" });
const inPod = (shape: PodShape) =>
  evidence({
    stream: stream([init(), interrupt]),
    pod: found(pod({ agent: terminated(0, "Completed"), ...shape })),
  });
const podExit = ["pod.value.agent.state.exitCode", "0"] as const;

testRule("interrupted", {
  code: "interrupted",
  decides: {
    "SIGINT in the middle of an answer": {
      evidence: ended(
        0,
        { ...Object(prose("I was about")), aborted: true },
        userText("[Request interrupted by user]"),
        interrupt,
      ),
      confidence: "confirmed",
      summary: "Claude was interrupted in the middle of an answer.",
      claims: [[`${result}.terminalReason`, "aborted_streaming"], exit0],
    },
    "SIGINT in a tool, on a transcript without an end": {
      evidence: bare(
        toolResult("Exit code 130"),
        errorResult("error_during_execution", [], { terminal_reason: "aborted_tools" }),
      ),
      confidence: "likely",
      summary: "Claude was interrupted.",
      claims: [[`${result}.terminalReason`, "aborted_tools"]],
    },
    "the diagnosis of CLIs 2.1.80 to 2.1.90, which give no terminal reason": {
      evidence: ended(
        0,
        errorResult("error_during_execution", [
          "x",
          "[ede_diagnostic] result_type=user last_content_type=n/a",
        ]),
      ),
      confidence: "confirmed",
      summary: "Claude was interrupted.",
      claims: [[`${result}.errors.1`, "[ede_diagnostic] result_type=user last_content_type=n/a"], exit0],
    },
    "an interrupt before a disruption of the pod": {
      evidence: inPod({ conditions: [disruption("EvictionByEvictionAPI", 66)] }),
      confidence: "confirmed",
      summary: "Claude was interrupted.",
      claims: [[`${result}.terminalReason`, "aborted_streaming"], podExit],
    },
    "an interrupt before the pod was deleted": {
      evidence: inPod({ deletion: { at: 66, graceSeconds: 30 } }),
      confidence: "confirmed",
      summary: "Claude was interrupted.",
      claims: [[`${result}.terminalReason`, "aborted_streaming"], podExit],
    },
  },
  lets: {
    "a run without a result": {
      evidence: ended(130, prose("Working.")),
      because: "the result tells of no interrupt",
    },
    "another error": {
      evidence: ended(1, errorResult("error_during_execution", ["boom"])),
      because: "the result tells of no interrupt",
    },
    "a result that only quotes the diagnosis": {
      evidence: ended(1, errorResult("error_during_execution", ["saw [ede_diagnostic] result_type=user"])),
      because: "the result tells of no interrupt",
    },
    "the echo of a disruption that began before it": {
      evidence: inPod({ conditions: [disruption("EvictionByEvictionAPI", 59)] }),
      because: "the pod was already being taken down",
    },
    "the echo of a deletion that began before it": {
      evidence: inPod({ deletion: { at: 59, graceSeconds: 30 } }),
      because: "the pod was already being taken down",
    },
    "the echo of a deletion of the Job": {
      evidence: evidence({
        stream: stream([init(), interrupt]),
        pod: found(pod({ agent: terminated(0, "Completed") })),
        job: found(job({ deletion: { at: 50, graceSeconds: 0 } })),
      }),
      because: "the pod was already being taken down",
    },
  },
});
