import type { AssistantEvent, UserEvent } from "../events.ts";
import type { Limits } from "../limits.ts";
import type { ConversationFacts, SyntheticErrorFacts, TextLine } from "../parsed-stream.ts";
import type { AssistantMessage } from "../wire/assistant.ts";
import { isObject, listOf, numberOf, objectOf, textOf } from "../wire/fields.ts";
import type { PartialFact } from "../wire/partial.ts";
import { wireSynthetic } from "../wire/synthetic.ts";
import { shortOrNull, shortText, withLast } from "./bounded.ts";

export function conversationAfterInit(conversation: ConversationFacts, line: number): ConversationFacts {
  return { ...conversation, lastTurnLine: line };
}

export function conversationAfterUser(conversation: ConversationFacts, event: UserEvent): ConversationFacts {
  if (event.parentToolUseId !== null) return conversation;
  const lastInterruptLine = notesInterrupt(event) ? event.line : conversation.lastInterruptLine;
  return { ...conversation, lastInterruptLine, lastUserLine: event.line, lastTurnLine: event.line };
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

export function conversationAfterAssistant(
  conversation: ConversationFacts,
  event: AssistantEvent,
  message: AssistantMessage,
  limits: Limits,
): ConversationFacts {
  const main = event.parentToolUseId === null;
  const lastTurnLine = main ? event.line : conversation.lastTurnLine;
  const aborted = conversation.aborted + (event.body.wire["aborted"] === true ? 1 : 0);
  if (message.synthetic) {
    // A subagent's failure is told to the agent as a tool result; the run goes on.
    const error = main ? syntheticError(event, message, limits) : null;
    return {
      ...conversation,
      lastTurnLine,
      aborted,
      lastSyntheticError: error ?? conversation.lastSyntheticError,
    };
  }
  return {
    assistantEvents: conversation.assistantEvents + 1,
    blocks: countBlocks(conversation.blocks, message, limits),
    lastAssistant: main ? assistantFacts(message, event.line, limits) : conversation.lastAssistant,
    lastUserLine: conversation.lastUserLine,
    lastInterruptLine: conversation.lastInterruptLine,
    lastTurnLine,
    lastSyntheticError: conversation.lastSyntheticError,
    aborted,
    texts: withTexts(conversation.texts, message, event.line, limits),
  };
}

/** `message_delta` brings what the assistant events of the same message could not know yet. */
export function conversationAfterPartial(
  conversation: ConversationFacts,
  fact: PartialFact,
  limits: Limits,
): ConversationFacts {
  const last = conversation.lastAssistant;
  if (fact.kind !== "progressed" || last === null || last.messageId === null) return conversation;
  if (shortOrNull(fact.id, limits) !== last.messageId) return conversation;
  const lastAssistant = {
    ...last,
    stopReason: shortOrNull(fact.stopReason, limits) ?? last.stopReason,
    outputTokens: numberOf(fact.usage?.["output_tokens"]) ?? last.outputTokens,
  };
  return { ...conversation, lastAssistant };
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
    outputTokens: numberOf(message.usage?.["output_tokens"]),
  };
}

function countBlocks(
  counts: ConversationFacts["blocks"],
  message: AssistantMessage,
  limits: Limits,
): ConversationFacts["blocks"] {
  const counted: Record<string, number> = { ...counts };
  for (const block of message.blocks) {
    const type = shortText(block.type, limits);
    const before = Object.hasOwn(counted, type) ? counted[type] : undefined;
    if (before !== undefined) counted[type] = before + 1;
    else if (Object.keys(counted).length < limits.entries) counted[type] = 1;
  }
  return counted;
}

function withTexts(
  texts: readonly TextLine[],
  message: AssistantMessage,
  line: number,
  limits: Limits,
): readonly TextLine[] {
  let kept = texts;
  for (const { text } of message.blocks) {
    if (text !== null) kept = withLast(kept, { line, text: shortText(text, limits) }, limits.texts);
  }
  return kept;
}

/**
 * Null when the message only shows the output of a local command. CLIs before 2.0.77 have no field that says error;
 * then the stop reason tells, which they set to `stop_sequence` or `refusal` on nothing else of their own.
 */
function syntheticError(
  event: AssistantEvent,
  message: AssistantMessage,
  limits: Limits,
): SyntheticErrorFacts | null {
  const wire = wireSynthetic.parse(event.body.wire);
  const text = message.blocks.map((block) => block.text ?? "").join("\n");
  const marked = wire.error !== null || wire.is_api_error_message === true || text.startsWith("API Error");
  const stopped = message.stopReason === "stop_sequence" || message.stopReason === "refusal";
  if (wire.local_command_source !== null || !(marked || stopped)) return null;
  return {
    line: event.line,
    text: shortText(text, limits),
    error: shortOrNull(wire.error, limits),
    apiErrorStatus: wire.api_error_status,
    apiError: shortOrNull(wire.api_error, limits),
    apiErrorType: shortOrNull(wire.api_error_type, limits),
    cut: shortOrNull(wire.api_error_params?.cut ?? null, limits),
    stopReason: shortOrNull(message.stopReason, limits),
  };
}
