import { cite } from "../cite.ts";
import { plainMessage } from "../quote.ts";
import { isZeroed } from "../reading/agent-word.ts";
import type { Reading } from "../reading/reading.ts";
import { abstain, type Judgement, type Rule } from "../rule.ts";
import { agentSays, quietResult } from "./agent-result.ts";
import { isLocalCommand, isUnasked, saysSomething } from "./success.ts";
import type { Claim } from "../verdict.ts";
import type { ResultFacts } from "@runverdict/stream-parser";

/** Results that claim success, exit with 0, and are none. */

export const hookStopped: Rule = {
  id: "hook-stopped",
  code: "hook_stopped",
  names: "cause",
  seen: "CLI 2.1.329: a hook with continue:false; result/success, is_error false, terminal_reason hook_stopped, exit 0.",
  decidedBy: "the terminal reason of the last result",
  judge(reading) {
    const { word, evidence, end } = reading;
    if (word.kind !== "result") return abstain("there is no result");
    const reason = word.result.terminalReason;
    if (reason !== "hook_stopped" && reason !== "stop_hook_prevented")
      return abstain("no hook stopped the run");
    const claims = cite(evidence, "a hook stopped the run", `${word.path}.terminalReason`);
    return agentSays(reading, {
      confidence: end.kind === "ended" && end.exitCode === 0 ? "confirmed" : "likely",
      summary: `A hook stopped the run (${reason}).`,
      claims,
    });
  },
};

export const promptBlocked: Rule = {
  id: "prompt-blocked",
  code: "prompt_blocked",
  names: "cause",
  seen:
    "CLI 2.1.329: a UserPromptSubmit hook refused; system/informational with prevent_continuation, no turns, exit 0. From " +
    "2.1.20 to 2.1.150 only a blank result is left, without turns, API time or a trace of a slash command.",
  decidedBy: "whether the model was asked after the refusal",
  judge(reading) {
    const { evidence, word } = reading;
    const blocked = evidence.stream?.notices.promptBlocked ?? null;
    if (blocked === null) return unaskedPrompt(reading);
    const answered = (evidence.stream?.conversation.lastAssistant?.line ?? 0) > blocked.line;
    if (answered || (word.kind === "result" && (word.result.numTurns ?? 0) > 0))
      return abstain("the run had turns after the refusal");
    const claims = cite(evidence, "a hook refused the prompt", "stream.notices.promptBlocked.content");
    return agentSays(reading, {
      confidence: "likely",
      summary: "A hook refused the prompt; the model was never asked.",
      claims,
    });
  },
};

/** What older CLIs leave of a refused prompt. Nothing names the hook, so it is no more than a guess. */
function unaskedPrompt(reading: Reading): Judgement {
  const quiet = quietResult(reading);
  if (
    quiet === null ||
    quiet.value.blank !== true ||
    !isUnasked(quiet.value) ||
    isLocalCommand(quiet.value, reading)
  ) {
    return abstain("no hook refused the prompt");
  }
  return agentSays(reading, {
    confidence: "guess",
    summary:
      "The model was never asked, and no slash command answered: most likely a hook refused the prompt.",
    claims: [
      ...cite(reading.evidence, "the result has no turns", `${quiet.path}.numTurns`),
      ...cite(reading.evidence, "and no time at the API", `${quiet.path}.durationApiMs`),
    ],
  });
}

export const incomplete: Rule = {
  id: "incomplete",
  code: "incomplete",
  names: "cause",
  seen:
    "CLI 2.1.329: stop_reason pause_turn in a result/success with is_error false and exit 0; without any text it is an " +
    "error_during_execution, exit 1.",
  decidedBy: "the stop reason of the last result",
  judge(reading) {
    const { word } = reading;
    const finished = quietResult(reading)?.value ?? erroneous(reading);
    if (word.kind !== "result" || finished === null) return abstain("there is no result without an error");
    if (finished.stopReason !== "pause_turn") return abstain("the turn was not paused");
    const claims = cite(reading.evidence, "the provider paused the turn", `${word.path}.stopReason`);
    return agentSays(reading, {
      confidence: "likely",
      summary: "The turn was paused by the provider and never went on.",
      claims,
    });
  },
};

export const emptyResponse: Rule = {
  id: "empty-response",
  code: "empty_response",
  names: "cause",
  seen:
    "Four shapes over 19 CLI versions: a blank result, the text (no content), an [ede_diagnostic] with last_content_type=none, " +
    "and an error_during_execution without errors and output tokens. Null stop reasons on assistant events prove nothing.",
  decidedBy: "whether the model wrote anything after the last user message",
  judge(reading) {
    const { word } = reading;
    if (word.kind !== "result") return abstain("there is no result");
    const claims =
      blankResult(reading) ?? emptyDiagnostic(reading) ?? silentOldError(reading) ?? emptyCompletion(reading);
    if (claims === null) return abstain("the model said something, or something else went wrong");
    const model = reading.evidence.stream?.session.init?.model ?? null;
    return agentSays(reading, {
      confidence: "likely",
      summary:
        model === null
          ? "The model answered nothing."
          : `The model answered nothing (${plainMessage(model, 60)}).`,
      claims,
    });
  },
};

function blankResult(reading: Reading): readonly Claim[] | null {
  const quiet = quietResult(reading);
  if (quiet === null) return null;
  const { value: result, path } = quiet;
  if (
    result.structuredOutput ||
    isLocalCommand(result, reading) ||
    result.blank === null ||
    saysSomething(result)
  )
    return null;
  if (isProseInsteadOfOutput(reading)) return null;
  // A model that refuses may write nothing, and asking it again is no cure.
  if (result.stopReason === "refusal") return null;
  return cite(reading.evidence, "the result is blank", `${path}.text`);
}

/** CLI 2.1.150 blanks the result of a model that answers in prose where a schema was requested. */
function isProseInsteadOfOutput({ evidence: { run, stream } }: Reading): boolean {
  return run.schemaRequested && stream !== null && stream.conversation.texts.length > 0;
}

const emptyDiagnosis = /^\[ede_diagnostic\] (?:\S{1,80} ){0,8}last_content_type=none\b/;

function emptyDiagnostic(reading: Reading): readonly Claim[] | null {
  const index = erroneous(reading)?.errors.findIndex((error) => emptyDiagnosis.test(error)) ?? -1;
  if (index === -1 || reading.word.kind !== "result") return null;
  return cite(reading.evidence, "the harness found no content", `${reading.word.path}.errors.${index}`);
}

/** CLI 1.0.60 to 2.1.70. */
function silentOldError(reading: Reading): readonly Claim[] | null {
  const result = erroneous(reading);
  const { word, evidence, interruption } = reading;
  if (interruption !== null || (result !== null && isZeroed(result))) return null;
  if (result === null || word.kind !== "result" || result.errors.length > 0 || result.tokens?.output !== 0)
    return null;
  const conversation = evidence.stream?.conversation;
  // With stream-json on stdin user messages are not echoed; there the turn begins after the result before it.
  const before = evidence.stream?.results.kept.findLast(({ line }) => line < result.line)?.line ?? 0;
  const asked = Math.max(conversation?.lastUserLine ?? 0, before);
  const answered = (conversation?.lastAssistant?.line ?? 0) > asked;
  return answered
    ? null
    : cite(
        evidence,
        "no output tokens, and no message after the last user message",
        `${word.path}.tokens.output`,
      );
}

/** In the current CLI's schema; it could not be provoked. */
function emptyCompletion(reading: Reading): readonly Claim[] | null {
  const name = reading.complaint?.names.find((named) => named.name === "empty_completion");
  return name === undefined
    ? null
    : cite(reading.evidence, "the harness calls it an empty completion", name.path);
}

function erroneous({ word }: Reading): ResultFacts | null {
  return word.kind === "result" && word.result.subtype === "error_during_execution" ? word.result : null;
}
