import type { EventKind, Tokens } from "../parsed-stream.ts";
import { type JsonObject, textOf } from "./json.ts";
import type { TranscriptLine } from "./line.ts";
import type {
  AssistantNote,
  InitNote,
  MessageEndNote,
  Note,
  RateLimitNote,
  ResultNote,
  RetryNote,
  SyntheticErrorNote,
  TaskEnd,
} from "./notes.ts";

/** Something that a line said. Lines are counted from 1. */
export type Said<T> = T & { readonly line: number };

/**
 * What is true of a transcript because it was made so. Nothing here was read back from the bytes: it is gathered from
 * the notes that were taken while the lines were written. Lists are complete, in the order of the lines.
 */
export interface TranscriptTruth {
  readonly bytes: number;
  readonly lines: number;
  /** Lines that are an object of the protocol, known or not. */
  readonly events: number;
  readonly byKind: Readonly<Record<EventKind, number>>;
  readonly first: TruthSighting | null;
  readonly last: TruthSighting | null;
  /** The bytes end without a newline, in something that is not a whole event. */
  readonly lastLineCut: boolean;
  /** The session of the first init, else of the first event that has one and is no result. */
  readonly sessionId: string | null;
  readonly inits: readonly Said<InitNote>[];
  readonly results: readonly Said<ResultNote>[];
  readonly assistant: readonly Said<AssistantNote>[];
  readonly texts: readonly Said<{ readonly text: string; readonly main: boolean }>[];
  readonly users: readonly Said<{ readonly main: boolean; readonly interrupt: boolean }>[];
  readonly syntheticErrors: readonly Said<SyntheticErrorNote>[];
  readonly aborted: number;
  /** The last init, assistant or user line of the main conversation, messages made by the CLI included. */
  readonly lastTurnLine: number | null;
  /** Every tool call, with the line that answered it. */
  readonly tools: readonly TruthTool[];
  readonly toolAnswers: readonly Said<{ readonly id: string; readonly failed: boolean }>[];
  readonly deniedTools: readonly Said<{ readonly tool: string }>[];
  /** What `message_delta` said of the messages of a run with partial messages. */
  readonly messageEnds: readonly Said<MessageEndNote>[];
  /** Tokens by message, the newest figure of each, in the order of their first sighting. */
  readonly messages: readonly TruthMessage[];
  /** The line that last changed what the messages add up to. */
  readonly tokensLine: number | null;
  readonly retries: readonly Said<RetryNote>[];
  readonly rateLimits: readonly Said<RateLimitNote>[];
  readonly hooks: {
    readonly started: number;
    readonly finished: number;
    readonly failures: readonly Said<{ readonly name: string; readonly exitCode: number }>[];
  };
  readonly compactions: readonly Said<{ readonly failed: boolean }>[];
  readonly tasks: readonly TruthTask[];
  /** The notifications that a task ended; an update may have said so before. */
  readonly taskEnds: readonly Said<{ readonly id: string; readonly status: TaskEnd }>[];
  readonly fallbacks: readonly Said<{ readonly from: string; readonly to: string }>[];
  readonly refusals: readonly Said<{ readonly category: string }>[];
  readonly promptBlocked: readonly Said<{ readonly content: string }>[];
  readonly writesLost: readonly Said<{ readonly errorCode: string }>[];
  /** The lines of kind `text`, blank ones included, without their timestamps. */
  readonly textLines: readonly Said<{ readonly text: string }>[];
}

export interface TruthSighting {
  readonly line: number;
  readonly kind: EventKind;
  readonly name: string | null;
  readonly at: number | null;
}

export interface TruthTool {
  readonly id: string;
  readonly name: string;
  readonly line: number;
  readonly parent: string | null;
  readonly answeredLine: number | null;
  readonly failed: boolean;
}

export interface TruthMessage {
  readonly messageId: string;
  readonly model: string | null;
  /** The line that first said the newest figure. */
  readonly line: number;
  readonly tokens: Tokens;
}

export interface TruthTask {
  readonly id: string;
  readonly description: string;
  readonly background: boolean;
  readonly line: number;
  readonly ended: TaskEnd | null;
  /** The line that first said that it ended. */
  readonly endedLine: number | null;
}

/** The kinds of an event, none of them seen. */
const noKinds: Readonly<Record<EventKind, number>> = {
  init: 0,
  assistant: 0,
  user: 0,
  result: 0,
  partial: 0,
  system: 0,
  "rate-limit": 0,
  "tool-progress": 0,
  control: 0,
  notice: 0,
  unrecognised: 0,
  text: 0,
  broken: 0,
};

/** Gathers the notes of the lines. */
export function truthOf(lines: readonly TranscriptLine[], bytes: number): TranscriptTruth {
  const said = lines.flatMap((line, index) => line.notes.map((note) => ({ ...note, line: index + 1 })));
  const last = lines.at(-1);
  return {
    bytes,
    lines: lines.length,
    events: lines.filter((line) => line.wire !== null).length,
    byKind: kindsOf(lines),
    first: sighting(lines[0], 1),
    last: sighting(last, lines.length),
    lastLineCut: last !== undefined && last.terminator === "" && last.wire === null,
    sessionId: sessionOf(lines),
    aborted: only(said, "aborted").length,
    lastTurnLine: lastLine(said.filter(isTurn)),
    textLines: lines.flatMap((line, index) =>
      line.kind === "text" ? [{ line: index + 1, text: textOf(line.bytes).slice(line.stamp.length) }] : [],
    ),
    tools: toolsOf(said),
    ...messagesOf(said),
    tasks: tasksOf(said),
    hooks: {
      started: only(said, "hook-started").length,
      finished: only(said, "hook-finished").length,
      failures: only(said, "hook-finished").filter((hook) => hook.failed),
    },
    ...conversationOf(said),
    ...noticesOf(said),
  };
}

type SaidNote = Said<Note>;

function conversationOf(said: readonly SaidNote[]) {
  return {
    inits: only(said, "init"),
    results: only(said, "result"),
    assistant: only(said, "assistant"),
    texts: only(said, "said"),
    users: only(said, "user"),
    syntheticErrors: only(said, "synthetic-error"),
    toolAnswers: only(said, "tool-answered"),
    deniedTools: only(said, "tool-denied"),
    messageEnds: only(said, "message-ended"),
  };
}

function noticesOf(said: readonly SaidNote[]) {
  return {
    retries: only(said, "retried"),
    rateLimits: only(said, "rate-limited"),
    compactions: only(said, "compacted"),
    fallbacks: only(said, "fell-back"),
    refusals: only(said, "refused"),
    taskEnds: only(said, "task-notified"),
    promptBlocked: only(said, "prompt-blocked"),
    writesLost: only(said, "writes-lost"),
  };
}

function kindsOf(lines: readonly TranscriptLine[]): Readonly<Record<EventKind, number>> {
  const counts = { ...noKinds };
  for (const line of lines) counts[line.kind] += 1;
  return counts;
}

function sighting(line: TranscriptLine | undefined, number: number): TruthSighting | null {
  if (line === undefined) return null;
  const { wire } = line;
  const stamped = wire === null ? null : wire["timestamp"];
  const own = typeof stamped === "string" ? Date.parse(stamped) : null;
  return { line: number, kind: line.kind, name: wire === null ? null : nameOf(wire), at: line.at ?? own };
}

function nameOf(wire: JsonObject): string {
  return [wire["type"], wire["subtype"]].filter((part) => typeof part === "string").join("/");
}

function sessionOf(lines: readonly TranscriptLine[]): string | null {
  const fromInit = firstSession(lines.filter((line) => line.kind === "init"));
  return fromInit ?? firstSession(lines.filter((line) => line.kind !== "result"));
}

function firstSession(lines: readonly TranscriptLine[]): string | null {
  return lines.map((line) => line.wire?.["session_id"]).find((id) => typeof id === "string") ?? null;
}

/** Whether a note is about the main conversation: what opens a turn, and what goes on with it. */
function isTurn(note: SaidNote): boolean {
  switch (note.kind) {
    case "init":
    case "synthetic-error":
    case "local-answer":
      return true;
    case "assistant":
    case "user":
      return note.main;
    default:
      return false;
  }
}

function toolsOf(said: readonly SaidNote[]): readonly TruthTool[] {
  const answers = only(said, "tool-answered");
  return only(said, "tool-called").map(({ id, name, line, parent }) => {
    const answer = answers.find((one) => one.id === id && one.line > line);
    return { id, name, line, parent, answeredLine: answer?.line ?? null, failed: answer?.failed ?? false };
  });
}

/** A figure that is said again leaves the line of the message where it was. */
function messagesOf(said: readonly SaidNote[]) {
  const messages = new Map<string, TruthMessage>();
  let tokensLine: number | null = null;
  for (const note of said) {
    if (note.kind === "tokens-dropped" && messages.delete(note.messageId)) tokensLine = note.line;
    if (note.kind !== "tokens") continue;
    const { messageId, line, tokens } = note;
    const known = messages.get(messageId);
    if (known !== undefined && sameTokens(known.tokens, tokens)) continue;
    messages.set(messageId, { messageId, model: note.model ?? known?.model ?? null, line, tokens });
    tokensLine = line;
  }
  return { messages: [...messages.values()], tokensLine };
}

function sameTokens(left: Tokens, right: Tokens): boolean {
  return (
    left.input === right.input &&
    left.output === right.output &&
    left.cacheRead === right.cacheRead &&
    left.cacheCreation === right.cacheCreation
  );
}

function tasksOf(said: readonly SaidNote[]): readonly TruthTask[] {
  const ends = said.filter((note) => note.kind === "task-updated" || note.kind === "task-notified");
  return only(said, "task-started").map(({ id, description, background, line }) => {
    const end = ends.find((one) => one.id === id && one.line > line);
    return { id, description, background, line, ended: end?.status ?? null, endedLine: end?.line ?? null };
  });
}

function lastLine(notes: readonly { readonly line: number }[]): number | null {
  return notes.at(-1)?.line ?? null;
}

function only<K extends Note["kind"]>(
  said: readonly SaidNote[],
  kind: K,
): readonly Said<Extract<Note, { readonly kind: K }>>[] {
  return said.filter((note): note is Said<Extract<Note, { readonly kind: K }>> => note.kind === kind);
}
