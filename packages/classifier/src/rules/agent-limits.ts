import { cite } from "../cite.ts";
import type { Code } from "../codes.ts";
import { plainMessage } from "../quote.ts";
import type { Complaint } from "../reading/complaint.ts";
import { abstain, type Rule } from "../rule.ts";
import { agentSays, complaintRule, quietResult } from "./agent-result.ts";

/** Limits that the agent ran into, by its own word. */

export const maxTurns: Rule = subtypeRule(
  "max-turns",
  "max_turns",
  "error_max_turns",
  "All versions; before 2.1.90 with is_error false and exit 0, since then with is_error true and exit 1.",
  (message, turns) => `Claude reached its turn limit${turns === null ? "" : ` (${turns} turns)`}${message}.`,
);

export const budgetExhausted: Rule = subtypeRule(
  "budget-exhausted",
  "budget_exhausted",
  "error_max_budget_usd",
  "CLI 2.1.329 with --max-budget-usd; usage is zero there, the cost stands in total_cost_usd.",
  (message) => `Claude used up its budget${message}.`,
);

function subtypeRule(
  id: string,
  code: Code,
  subtype: string,
  seen: string,
  say: (message: string, turns: number | null) => string,
): Rule {
  return {
    id,
    code,
    names: "cause",
    seen,
    decidedBy: "the subtype of the last result",
    judge(reading) {
      const { word, evidence } = reading;
      if (word.kind !== "result") return abstain("there is no result");
      if (word.result.subtype !== subtype) return abstain(`the result's subtype is not ${subtype}`);
      const said = word.result.errors[0];
      const message = said === undefined ? "" : `: ${plainMessage(said, 120).replace(/\.$/, "")}`;
      const claims = cite(evidence, "the agent's result says so", `${word.path}.subtype`);
      return agentSays(reading, { summary: say(message, word.result.numTurns), claims });
    },
  };
}

export const structuredOutputFailed: Rule = {
  id: "structured-output-failed",
  code: "structured_output_failed",
  names: "cause",
  seen:
    "CLI 2.1.329 with --json-schema: error_max_structured_output_retries after five tries; or result/success, exit 0, " +
    "and no structured_output, when the model would not call the tool.",
  decidedBy: "whether the last result holds structured output",
  judge(reading) {
    const { word, evidence } = reading;
    if (word.kind !== "result") return abstain("there is no result");
    const { result, path } = word;
    if (result.subtype === "error_max_structured_output_retries") {
      const said = plainMessage(result.errors[0] ?? "its output never fitted the schema", 140);
      const claims = cite(evidence, "the agent's result says so", `${path}.subtype`);
      return agentSays(reading, { summary: `No structured output: ${said}`, claims });
    }
    if (quietResult(reading) === null) return abstain("the result is another error");
    if (!evidence.run.schemaRequested) return abstain("no schema was requested");
    if (result.structuredOutput) return abstain("the result holds structured output");
    return agentSays(reading, {
      confidence: "likely",
      summary: "A schema was requested, and the result has no structured output.",
      claims: [
        ...cite(evidence, "a schema was requested", "run.schemaRequested"),
        ...cite(evidence, "whether the result has structured output", `${path}.structuredOutput`),
      ],
    });
  },
};

/** CLI 2.1.20 has no name for it. */
const outputText = /^API Error: Claude's response exceeded the \d{1,9} output token maximum\b/;

export const outputLimit: Rule = complaintRule({
  id: "output-limit",
  code: "output_limit",
  seen: "CLI 2.1.329: api_error max_output_tokens after three automatic continuations, exit 1.",
  otherwise: "the error is not the limit of output tokens",
  match: (complaint, { evidence }) => {
    const name = complaint.names.find((named) => named.name === "max_output_tokens");
    const named = name !== undefined || (complaint.names.length === 0 && outputText.test(complaint.text));
    if (!named || isContextCut(complaint)) return null;
    return [
      ...(name === undefined
        ? []
        : cite(evidence, "the answer passed the limit of output tokens", name.path)),
      ...cite(evidence, "the harness says", complaint.textPath),
    ];
  },
  say: (message) => `The answer passed the limit of output tokens: ${message}`,
});

export const contextOverflow: Rule = complaintRule({
  id: "context-overflow",
  code: "context_overflow",
  seen:
    "terminal_reason prompt_too_long (2.1.110 on); the text Prompt is too long (all versions); api_error max_output_tokens " +
    "with the context window as the cut (2.1.329).",
  otherwise: "the context window is not named",
  match: (complaint, { evidence }) => {
    if (complaint.terminalReason === "prompt_too_long") {
      return cite(evidence, "the agent ended for this reason", `${complaint.path}.terminalReason`);
    }
    return isContextCut(complaint)
      ? cite(evidence, "the harness names the context window", complaint.textPath)
      : null;
  },
  say: (message) => `The conversation no longer fits the context window: ${message}`,
});

const contextText =
  /^(?:API Error: )?(?:Prompt is too long\b|The model has reached its context window limit\b|400 [^\n]{0,120}\b(?:input length and `max_tokens` exceed context limit\b|prompt is too long: \d|Input is too long for requested model\b))/;

function isContextCut(complaint: Complaint): boolean {
  const named = complaint.names.some(({ name }) => name === "message_over_context_limit");
  return named || complaint.cut === "context_window" || contextText.test(complaint.text);
}

export const interrupted: Rule = {
  id: "interrupted",
  code: "interrupted",
  names: "cause",
  seen: "SIGINT since 2.1.80, or an interrupt over stdin: terminal_reason aborted_*, or [ede_diagnostic] result_type=user.",
  decidedBy: "who sent the interrupt",
  judge(reading) {
    const { interruption, takedown, evidence, end } = reading;
    if (interruption === null) return abstain("the result tells of no interrupt");
    // The kubelet's own stop signal may be SIGINT; then the pod's end is the cause and this is its echo.
    const earlier = [takedown.disruption, takedown.deletion].some((taken) => taken?.timing === "before");
    if (earlier) return abstain("the pod was already being taken down");
    return agentSays(reading, {
      summary: `Claude was interrupted${interruption.inAnswer ? " in the middle of an answer" : ""}.`,
      claims: cite(evidence, "the agent's result tells of an interrupt", interruption.path),
      confidence: end.kind === "ended" ? "confirmed" : "likely",
    });
  },
};
