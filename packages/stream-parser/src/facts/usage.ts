import type { Limits } from "../limits.ts";
import type { MessageUsage, SessionFacts, Tokens, UsageFacts } from "../parsed-stream.ts";
import type { AssistantMessage } from "../wire/assistant.ts";
import type { PartialFact } from "../wire/partial.ts";
import type { WireResult } from "../wire/result.ts";
import { shortOrNull, shortText, withLast } from "./bounded.ts";
import { costOf } from "./results.ts";
import { added, isSame, isZero, subtracted, tokensOf, tokensOfModels, updated } from "./tokens.ts";

/** The CLI writes one event for each block of a message; they share its id, and the newest figure counts. */
export function usageAfterAssistant(
  usage: UsageFacts,
  message: AssistantMessage,
  line: number,
  limits: Limits,
): UsageFacts {
  if (message.synthetic || message.id === null || message.usage === null) return usage;
  const entry = { messageId: message.id, model: message.model, line, tokens: tokensOf(message.usage) };
  return withMessage(usage, entry, limits);
}

/** In partial mode the final figures come in `message_delta`, after the last assistant event of the message. */
export function usageAfterPartial(
  usage: UsageFacts,
  fact: PartialFact,
  line: number,
  limits: Limits,
): UsageFacts {
  const messageId = fact.id ?? usage.messages.at(-1)?.messageId ?? null;
  if (messageId === null) return usage;
  if (fact.kind === "abandoned") return withoutMessage(usage, messageId, line, limits);
  if (fact.usage === null) return usage;
  const model = fact.kind === "started" ? fact.model : null;
  return withMessage(usage, { messageId, model, line, tokens: tokensOf(fact.usage) }, limits);
}

/**
 * `modelUsage` and the cost are cumulative over the process, so the newest result stands for all of them. `usage` is
 * the main loop of one turn and only the second choice, for CLIs that wrote nothing else. A result of another session
 * may be forged, and the zeros of a result that reports a failure (or of the spurious second one that 2.1.6 and older
 * wrote) do not undo what is known.
 */
export function usageAfterResult(
  usage: UsageFacts,
  wire: WireResult,
  line: number,
  session: SessionFacts,
  limits: Limits,
): UsageFacts {
  if (isForeign(shortOrNull(wire.session_id, limits), session)) return usage;
  const tokens = tokensOfModels(wire.modelUsage) ?? (wire.usage === null ? null : tokensOf(wire.usage));
  const cost = costOf(wire);
  const silent = tokens === null || (isZero(tokens) && usage.tokens !== null);
  const costUsd = cost === null || (cost === 0 && usage.costUsd !== null) ? usage.costUsd : cost;
  if (silent) return { ...usage, costUsd, turns: wire.num_turns ?? usage.turns };
  return { ...usage, provenance: "reported", tokens, costUsd, turns: wire.num_turns ?? usage.turns, line };
}

function isForeign(sessionId: string | null, session: SessionFacts): boolean {
  if (sessionId === null || session.id === null) return false;
  return sessionId !== session.id && sessionId !== session.init?.sessionId;
}

function withMessage(usage: UsageFacts, entry: MessageUsage, limits: Limits): UsageFacts {
  const messageId = shortText(entry.messageId, limits);
  const index = indexOfMessage(usage.messages, messageId);
  const older = usage.messages[index];
  if (older === undefined) {
    const newest = { ...entry, messageId, model: shortOrNull(entry.model, limits) };
    const messages = withLast(usage.messages, newest, limits.messages);
    return changed(
      usage,
      messages,
      usage.messageCount + 1,
      partialSum(usage, null, entry.tokens),
      entry.line,
    );
  }
  // Most blocks of a message repeat the figures of the first.
  if (isSame(older.tokens, entry.tokens)) return usage;
  const tokens = updated(older.tokens, entry.tokens);
  const model = shortOrNull(entry.model, limits) ?? older.model;
  const messages = usage.messages.with(index, { messageId, model, line: entry.line, tokens });
  return changed(usage, messages, usage.messageCount, partialSum(usage, older.tokens, tokens), entry.line);
}

/** From the end: it is nearly always the last one. */
function indexOfMessage(messages: readonly MessageUsage[], messageId: string): number {
  let index = messages.length - 1;
  while (index >= 0 && messages[index]?.messageId !== messageId) index -= 1;
  return index;
}

/** An attempt that the CLI threw away: its blocks never became part of the conversation. */
function withoutMessage(usage: UsageFacts, id: string, line: number, limits: Limits): UsageFacts {
  const messageId = shortText(id, limits);
  const abandoned = usage.messages.find((message) => message.messageId === messageId);
  if (abandoned === undefined) return usage;
  const messages = usage.messages.filter((message) => message !== abandoned);
  const sum = usage.messageCount === 1 ? null : partialSum(usage, abandoned.tokens, null);
  return changed(usage, messages, usage.messageCount - 1, sum, line);
}

function partialSum(usage: UsageFacts, older: Tokens | null, newer: Tokens | null): Tokens | null {
  const sum = usage.tokens !== null && older !== null ? subtracted(usage.tokens, older) : usage.tokens;
  return newer === null ? sum : added(sum, newer);
}

/** What a result reported is not mixed with what messages add up to. */
function changed(
  usage: UsageFacts,
  messages: readonly MessageUsage[],
  messageCount: number,
  sum: Tokens | null,
  line: number,
): UsageFacts {
  if (usage.provenance === "reported") return { ...usage, messages, messageCount };
  const provenance = sum === null ? "unknown" : "partial";
  return { ...usage, messages, messageCount, provenance, tokens: sum, line };
}
