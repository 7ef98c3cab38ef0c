import type { AssistantEvent, UserEvent } from "../events.ts";
import type { Limits } from "../limits.ts";
import type { ConversationFacts, SyntheticErrorFacts, TextLine } from "../parsed-stream.ts";
import type { AssistantMessage } from "../wire/assistant.ts";
import { isObject, listOf, numberOf, objectOf, textOf } from "../wire/fields.ts";
import type { PartialFact } from "../wire/partial.ts";
import { readSynthetic } from "../wire/synthetic.ts";
import { wireOf } from "../wire-of.ts";
import { addLast, shortOrNull, shortText } from "./bounded.ts";
import type { Draft } from "./draft.ts";

export function addUserMessage({ conversation }: Draft, event: UserEvent): void {
  if (event.parentToolUseId !== null) return;
  if (notesInterrupt(event)) conversation.lastInterruptLine = event.line;
  conversation.lastUserLine = event.line;
  conversation.lastTurnLine = event.line;
}

const INTERRUPT = "[Request interrupted by user";

/** CLIs before 2.1.80 say it nowhere else. A message that the user gave, and that is repeated, may say anything. */
function notesInterrupt({ body, toolResults, replay }: UserEvent): boolean {
  if (body.kind === "raw" || replay || toolResults.length > 0) return false;
  const content = objectOf(body.wire["message"])?.["content"];
  const [block] = listOf(content);
  const text = textOf(content) ?? (isObject(block) ? textOf(block["text"]) : null);
  return text !== null && text.startsWith(INTERRUPT);
}

export function addAssistantMessage({ conversation, limits }: Draft, event: AssistantEvent): void {
  const { message } = event;
  const main = event.parentToolUseId === null;
  if (main) conversation.lastTurnLine = event.line;
  if (event.aborted) conversation.aborted += 1;
  if (message.synthetic) {
    // A subagent's failure is told to the agent as a tool result; the run goes on.
    const error = main ? syntheticError(event, limits) : null;
    conversation.lastSyntheticError = error ?? conversation.lastSyntheticError;
    return;
  }
  conversation.assistantEvents += 1;
  countBlocks(conversation.blocks, message, limits);
  if (main) conversation.lastAssistant = assistantFacts(message, event.line, limits);
  addTexts(conversation.texts, message, event.line, limits);
}

/** `message_delta` brings what the assistant events of the same message could not know yet. */
export function addProgress({ conversation, usage, limits }: Draft, fact: PartialFact): void {
  const last = conversation.lastAssistant;
  if (fact.kind !== "progressed" || last === null || last.messageId === null) return;
  // Before the CLI wrote `api_message_id` a delta belongs to the message that was started last.
  const id = fact.id ?? usage.messages.at(-1)?.messageId ?? null;
  if (shortOrNull(id, limits) !== last.messageId) return;
  conversation.lastAssistant = {
    ...last,
    stopReason: shortOrNull(fact.stopReason, limits) ?? last.stopReason,
    outputTokens: numberOf(fact.usage?.["output_tokens"]) ?? last.outputTokens,
  };
}

function assistantFacts(
  message: AssistantMessage,
  line: number,
  limits: Limits,
): NonNullable<ConversationFacts["lastAssistant"]> {
  return {
    line,
    messageId: shortOrNull(message.id, limits),
    model: shortOrNull(message.model, limits),
    stopReason: shortOrNull(message.stopReason, limits),
    outputTokens: message.tokens?.output ?? null,
  };
}

function countBlocks(counted: Record<string, number>, message: AssistantMessage, limits: Limits): void {
  for (const block of message.blocks) {
    const type = shortText(block.type, limits);
    // Nothing that an object inherits is a number.
    const before: unknown = counted[type];
    if (typeof before === "number") counted[type] = before + 1;
    else if (Object.keys(counted).length < limits.entries) counted[type] = 1;
  }
}

function addTexts(texts: TextLine[], message: AssistantMessage, line: number, limits: Limits): void {
  for (const { text } of message.blocks)
    if (text !== null) addLast(texts, { line, text: shortText(text, limits) }, limits.texts);
}

/**
 * Null when the message only shows the output of a local command. CLIs before 2.0.77 have no field that says error;
 * then the stop reason tells, which they set to `stop_sequence` or `refusal` on nothing else of their own.
 */
function syntheticError(event: AssistantEvent, limits: Limits): SyntheticErrorFacts | null {
  const { message } = event;
  const wire = readSynthetic(wireOf(event) ?? {});
  const text = message.blocks.map((block) => block.text ?? "").join("\n");
  const marked = wire.error !== null || wire.is_api_error_message || text.startsWith("API Error");
  const stopped = message.stopReason === "stop_sequence" || message.stopReason === "refusal";
  if (wire.local_command_source !== null || !(marked || stopped)) return null;
  return {
    line: event.line,
    text: shortText(text, limits),
    error: shortOrNull(wire.error, limits),
    apiErrorStatus: wire.api_error_status,
    apiError: shortOrNull(wire.api_error, limits),
    apiErrorType: shortOrNull(wire.api_error_type, limits),
    cut: shortOrNull(wire.cut, limits),
    stopReason: shortOrNull(message.stopReason, limits),
  };
}
