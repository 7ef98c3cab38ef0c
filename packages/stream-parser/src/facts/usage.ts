import type { AssistantEvent } from "../events.ts";
import type { CarriedOver, MessageUsage, Tokens, UsageFacts } from "../parsed-stream.ts";
import type { PartialFact } from "../wire/partial.ts";
import type { WireResult } from "../wire/result.ts";
import { tokensOf } from "../wire/usage.ts";
import { addLast, shortOrNull, shortText } from "./bounded.ts";
import type { Draft, Writable } from "./draft.ts";
import { carriedOverBy, ownCost } from "./carried-over.ts";
import { costOf } from "./results.ts";
import { isForeign } from "./session.ts";
import { added, isSame, isZero, subtracted, tokensOfModels, updated } from "./tokens.ts";

/** The CLI writes one event for each block of a message; they share its id, and the newest figure counts. */
export function addMessageUsage(draft: Draft, { message, line }: AssistantEvent): void {
  const { id: messageId, model, synthetic, tokens } = message;
  if (synthetic || messageId === null || tokens === null) return;
  setMessage(draft, { messageId, model, line, tokens });
}

/** In partial mode the final figures come in `message_delta`, after the last assistant event of the message. */
export function addPartialUsage(draft: Draft, fact: PartialFact, line: number): void {
  const messageId = fact.id ?? draft.usage.messages.at(-1)?.messageId ?? null;
  if (messageId === null) return;
  if (fact.kind === "abandoned") return removeMessage(draft, messageId, line);
  if (fact.usage === null) return;
  const model = fact.kind === "started" ? fact.model : null;
  setMessage(draft, { messageId, model, line, tokens: tokensOf(fact.usage) });
}

/**
 * `modelUsage` and the cost are cumulative over the process, so the newest result stands for all of them; what a resumed
 * session brought along is taken off. `usage` is the main loop of one turn and only the second choice, for CLIs that
 * wrote nothing else. A result of another session may be forged, and the zeros of a result that reports a failure (or of
 * the spurious second one that 2.1.6 and older wrote) do not undo what is known.
 */
export function addReportedUsage(draft: Draft, wire: WireResult, line: number): void {
  const { usage, limits } = draft;
  if (isForeign(shortOrNull(wire.session_id, limits), draft)) return;
  usage.carriedOver = carriedOverBy(wire) ?? usage.carriedOver;
  const told = costOf(wire);
  const cost = told === null ? null : ownCost(told, usage.carriedOver);
  if (cost !== null && (cost !== 0 || usage.costUsd === null)) usage.costUsd = cost;
  usage.turns = wire.num_turns ?? usage.turns;
  const tokens = ownTokens(wire, usage.carriedOver);
  if (tokens === null || (isZero(tokens) && usage.tokens !== null)) return;
  usage.provenance = "reported";
  usage.tokens = tokens;
  usage.line = line;
}

function ownTokens({ modelUsage, usage }: WireResult, carriedOver: CarriedOver | null): Tokens | null {
  const whole = tokensOfModels(modelUsage);
  if (whole === null) return usage === null ? null : tokensOf(usage);
  return carriedOver === null ? whole : subtracted(whole, carriedOver.tokens);
}

function setMessage({ usage, limits }: Draft, entry: MessageUsage): void {
  const messageId = shortText(entry.messageId, limits);
  const { messages } = usage;
  const index = indexOfMessage(messages, messageId);
  const older = messages[index];
  if (older === undefined) {
    const newest = { ...entry, messageId, model: shortOrNull(entry.model, limits) };
    addLast(messages, newest, limits.messages);
    usage.messageCount += 1;
    addUp(usage, null, entry.tokens, entry.line);
    return;
  }
  // Most blocks of a message repeat the figures of the first.
  if (isSame(older.tokens, entry.tokens)) return;
  const tokens = updated(older.tokens, entry.tokens);
  const model = shortOrNull(entry.model, limits) ?? older.model;
  messages[index] = { messageId, model, line: entry.line, tokens };
  addUp(usage, older.tokens, tokens, entry.line);
}

/** From the end: it is nearly always the last one. */
function indexOfMessage(messages: readonly MessageUsage[], messageId: string): number {
  let index = messages.length - 1;
  while (index >= 0 && messages[index]?.messageId !== messageId) index -= 1;
  return index;
}

/** An attempt that the CLI threw away: its blocks never became part of the conversation. */
function removeMessage({ usage, limits }: Draft, id: string, line: number): void {
  const messageId = shortText(id, limits);
  const abandoned = usage.messages.find((message) => message.messageId === messageId);
  if (abandoned === undefined) return;
  usage.messages = usage.messages.filter((message) => message !== abandoned);
  usage.messageCount -= 1;
  addUp(usage, abandoned.tokens, null, line);
}

/** What a result reported is not mixed with what messages add up to. */
function addUp(usage: Writable<UsageFacts>, older: Tokens | null, newer: Tokens | null, line: number): void {
  if (usage.provenance === "reported") return;
  const rest = usage.tokens !== null && older !== null ? subtracted(usage.tokens, older) : usage.tokens;
  const sum = newer === null ? rest : added(rest, newer);
  usage.tokens = usage.messageCount === 0 ? null : sum;
  usage.provenance = usage.tokens === null ? "unknown" : "partial";
  usage.line = line;
}
