import type { ParsedStream, ResultFacts } from "@runverdict/stream-parser";
import { cite } from "../cite.ts";
import { isErrorResult } from "../reading/agent-word.ts";
import type { Reading } from "../reading/reading.ts";
import { abstain, find, type Rule } from "../rule.ts";
import { spellExit } from "../signals.ts";

export const succeeded: Rule = {
  id: "succeeded",
  code: "succeeded",
  names: "cause",
  seen: "A last result with is_error false and a text, on every CLI version; exit 0, or a kill that came after it.",
  decidedBy: "the last result of the run",
  judge(reading) {
    const { evidence, word, end } = reading;
    if (word.kind !== "result")
      return abstain(word.kind === "silent" ? word.because : "the last word is an error");
    const { result, path } = word;
    const objection = objectionTo(result, reading);
    if (objection !== null) return abstain(objection);
    const exit = end.kind === "ended" ? end : null;
    return find({
      confidence: exit?.exitCode === 0 ? "confirmed" : "likely",
      summary: `Claude finished with a result${exit === null ? "" : `, exit ${spellExit(exit.exitCode)}`}.`,
      claims: [
        ...cite(evidence, "the agent's last result says so", `${path}.subtype`),
        ...(exit === null ? [] : cite(evidence, "how its process ended", exit.path)),
      ],
    });
  },
};

/** Stop and terminal reasons that take back what a result without an error seems to say. */
const notDone = /^(?:hook_stopped$|stop_hook_prevented$|aborted_)/;

function objectionTo(result: ResultFacts, reading: Reading): string | null {
  const { evidence } = reading;
  if (isErrorResult(result)) return "the last result is an error";
  if (result.stopReason === "pause_turn" || result.stopReason === "refusal")
    return `it stopped for ${result.stopReason}`;
  if (notDone.test(result.terminalReason ?? "")) return `its terminal reason is ${result.terminalReason}`;
  if (result.numTurns === 0 && isPromptBlocked(evidence.stream)) return "a hook refused the prompt";
  if (isLocalCommand(result, reading)) return null;
  if (evidence.run.schemaRequested && !result.structuredOutput)
    return "a schema was requested, and no output fits it";
  return result.structuredOutput || saysSomething(result) ? null : "the result says nothing";
}

/** `(no content)` is what CLIs up to 1.0.0 write for an empty answer. */
export function saysSomething(result: ResultFacts): boolean {
  return result.blank === false && result.text?.trim() !== "(no content)";
}

/**
 * A slash command answers without the model, so there is no API time. `/clear` and `/compact` are blank; on CLIs up to
 * 2.1.150 a prompt that a hook refused ends just so, but a command leaves a trace in the stream before its result, and a
 * refused prompt leaves none.
 */
export function isLocalCommand(result: ResultFacts, { evidence: { stream } }: Reading): boolean {
  if (result.localCommand) return true;
  if (result.subtype !== "success" || result.durationApiMs !== 0) return false;
  return (isUnasked(result) && result.blank === false) || (stream !== null && leftTrace(stream));
}

/** The model was never asked. */
export function isUnasked(result: ResultFacts): boolean {
  return result.subtype === "success" && result.numTurns === 0 && result.durationApiMs === 0;
}

/** The command's output as a message of the user (to 2.1.20) or of the harness, or the conversation that it reset. */
function leftTrace({ conversation, session, counts }: ParsedStream): boolean {
  const asked = Math.max(session.init?.line ?? 0, conversation.lastAssistant?.line ?? 0);
  return (conversation.lastTurnLine ?? 0) > asked || counts.byKind.notice > 0;
}

/** A hook that refuses the prompt ends the run without turns too, so it must be told apart from a slash command. */
function isPromptBlocked(stream: Reading["evidence"]["stream"]): boolean {
  return stream !== null && stream.notices.promptBlocked !== null;
}
