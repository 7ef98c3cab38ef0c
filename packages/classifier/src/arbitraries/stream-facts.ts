import type {
  ConversationFacts,
  EventKind,
  NoticeFacts,
  ParsedStream,
  RateLimitFact,
  ResultFacts,
  SessionFacts,
  StreamCounts,
  SyntheticErrorFacts,
  TextFacts,
  Tokens,
  ToolFacts,
  UsageFacts,
} from "@runverdict/stream-parser";
import { nothingSeen, parseTranscript } from "@runverdict/stream-parser";
import {
  cleanTranscript,
  headlessTranscript,
  noisyTranscript,
  truncatedTranscript,
} from "@runverdict/stream-parser/arbitraries";
import fc from "fast-check";
import {
  ERROR_NAMES,
  HARNESS_TEXTS,
  HTTP_STATUSES,
  RESULT_SUBTYPES,
  STOP_REASONS,
  TERMINAL_REASONS,
} from "./harness-words.ts";
import { anyInstant } from "./instants.ts";
import type { FactsOptions } from "./pod-facts.ts";
import { orNull, seldom, wordOf } from "./texts.ts";

/** The facts of a generated transcript: of a whole one, of one with foreign text in it, or of a part of one. */
export function capturedStream(): fc.Arbitrary<ParsedStream> {
  const whole = cleanTranscript({ turns: { min: 1, max: 2 } });
  return fc
    .oneof(whole, noisyTranscript(whole), truncatedTranscript(whole), headlessTranscript(whole))
    .map(({ bytes }) => parseTranscript(bytes));
}

/**
 * Facts that no transcript need have: results of foreign sessions beside lines out of order, counts that do not add up,
 * several last words at once. What the parser would never say together is here, since a judge must survive it.
 */
export function streamFacts({ instant = anyInstant() }: FactsOptions = {}): fc.Arbitrary<ParsedStream> {
  return fc
    .record({
      counts: counts(),
      lastLineCut: fc.boolean(),
      session: session(),
      results: fc.array(resultFacts(instant), { maxLength: 3 }),
      conversation: conversation(),
      usage: usage(),
      tools: tools(),
      rateLimits: fc.record({
        count: fc.nat({ max: 3 }),
        last: seldom(rateLimit(instant)),
        lastRejected: seldom(rateLimit(instant)),
        lastWarning: seldom(rateLimit(instant)),
      }),
      retries: fc.nat({ max: 2 }).map((count) => ({ count, last: null })),
      tasks: fc.record({ stopped: fc.constantFrom(0, 0, 1), open: fc.boolean() }),
      refusal: seldom(fc.record({ line: line(), category: orNull(wordOf(["cyber"])) })),
      fallbacks: fc.constantFrom(0, 0, 1),
      notices: notices(),
      text: textFacts(),
      first: seldom(fc.constantFrom<EventKind>("init", "broken", "text")),
    })
    .map(({ results, tasks, refusal, fallbacks, first, ...facts }) => ({
      ...nothingSeen,
      ...facts,
      first: first === null ? null : { line: 1, kind: first, name: null, at: null },
      results: { count: results.length, last: results.at(-1) ?? null, kept: results },
      tasks: {
        ...nothingSeen.tasks,
        stopped: tasks.stopped,
        stoppedInBackground: tasks.stopped,
        open: tasks.open ? [{ id: "b1", line: 2, description: "a background command" }] : [],
      },
      models: { ...nothingSeen.models, refusal, fallbacks },
    }));
}

function line(): fc.Arbitrary<number> {
  return fc.integer({ min: 1, max: 9 });
}

function sessionId(): fc.Arbitrary<string | null> {
  return fc.constantFrom("session-1", "session-1", "session-1", "session-2", null);
}

function counts(): fc.Arbitrary<StreamCounts> {
  const size = fc.constantFrom(0, 0, 1, 7, 4096);
  return fc
    .record({
      bytes: size,
      lines: size,
      events: size,
      partial: fc.constantFrom(0, 0, 2),
      oversized: fc.constant(0),
    })
    .map(({ partial, ...sizes }) => ({ ...sizes, byKind: { ...nothingSeen.counts.byKind, partial } }));
}

function session(): fc.Arbitrary<SessionFacts> {
  const servers = fc.array(
    fc.record({ name: fc.constant("files"), status: fc.constantFrom("connected", "failed") }),
    { maxLength: 1 },
  );
  const init = fc.record({
    line: line(),
    sessionId: sessionId(),
    model: orNull(wordOf(["claude-opus-5-5"])),
    version: fc.constant("2.1.329"),
    cwd: fc.constant("/workspace"),
    permissionMode: fc.constant("default"),
    apiKeySource: fc.constantFrom("none", null),
    tools: fc.constant([]),
    mcpServers: servers,
  });
  return fc.record({ id: sessionId(), inits: fc.nat({ max: 2 }), init: orNull(init) });
}

/** Any `result` event, of any subtype, with error markers that need not agree. */
export function resultFacts(instant: fc.Arbitrary<number> = anyInstant()): fc.Arbitrary<ResultFacts> {
  const few = fc.constantFrom(0, 0, 1, 1500, null);
  return fc.record({
    line: line(),
    at: seldom(instant),
    subtype: orNull(wordOf(RESULT_SUBTYPES)),
    isError: fc.constantFrom(true, true, false, false, null),
    text: orNull(wordOf(HARNESS_TEXTS)),
    blank: fc.constantFrom(true, false, false, false, null),
    structuredOutput: fc.constantFrom(false, false, false, true),
    localCommand: fc.constantFrom(false, false, false, true),
    stopReason: orNull(wordOf(STOP_REASONS)),
    terminalReason: seldom(wordOf(TERMINAL_REASONS)),
    apiErrorStatus: seldom(fc.constantFrom(...HTTP_STATUSES)),
    apiError: seldom(wordOf(ERROR_NAMES)),
    apiErrorType: seldom(wordOf(ERROR_NAMES)),
    numTurns: few,
    durationMs: few,
    durationApiMs: few,
    costUsd: fc.constantFrom(0, 0.25, null),
    tokens: orNull(tokens()),
    permissionDenials: fc.constant(0),
    errors: fc.array(wordOf(HARNESS_TEXTS), { maxLength: 2 }),
    startupFailureReason: seldom(wordOf(["bypass_root"])),
    sessionId: sessionId(),
    resultIndex: fc.constant(null),
    origin: fc.constant(null),
  });
}

function tokens(): fc.Arbitrary<Tokens> {
  const some = fc.constantFrom(0, 1, 250_000, null);
  return fc.record({ input: some, output: some, cacheRead: some, cacheCreation: some });
}

function usage(): fc.Arbitrary<UsageFacts> {
  return fc.record({
    provenance: fc.constantFrom("reported", "partial", "unknown"),
    tokens: orNull(tokens()),
    costUsd: fc.constantFrom(0, 1.5, null),
    carriedOver: fc.constant(null),
    turns: fc.constantFrom(0, 3, null),
    messages: fc.constant([]),
    messageCount: fc.constant(0),
    line: orNull(line()),
  });
}

function conversation(): fc.Arbitrary<ConversationFacts> {
  const assistant = fc.record({
    line: line(),
    messageId: fc.constant("msg_1"),
    model: fc.constant("claude-opus-5-5"),
    stopReason: orNull(wordOf(STOP_REASONS)),
    outputTokens: fc.constantFrom(0, 12, null),
  });
  return fc.record({
    assistantEvents: fc.constantFrom(0, 0, 1, 4),
    blocks: fc.constant({}),
    lastAssistant: orNull(assistant),
    lastUserLine: orNull(line()),
    lastInterruptLine: seldom(line()),
    lastTurnLine: orNull(line()),
    lastSyntheticError: seldom(syntheticError()),
    aborted: fc.constantFrom(0, 0, 1),
    texts: fc.array(fc.record({ line: line(), text: wordOf(HARNESS_TEXTS) }), { maxLength: 1 }),
  });
}

function syntheticError(): fc.Arbitrary<SyntheticErrorFacts> {
  return fc.record({
    line: line(),
    text: wordOf(HARNESS_TEXTS),
    error: orNull(wordOf(ERROR_NAMES)),
    apiErrorStatus: seldom(fc.constantFrom(...HTTP_STATUSES)),
    apiError: seldom(wordOf(ERROR_NAMES)),
    apiErrorType: seldom(wordOf(ERROR_NAMES)),
    cut: fc.constantFrom(null, null, "context_window"),
    stopReason: seldom(wordOf(STOP_REASONS)),
  });
}

function tools(): fc.Arbitrary<ToolFacts> {
  const call = fc.record({
    id: fc.constant("toolu_1"),
    name: wordOf(["Bash", "Read"]),
    line: line(),
    parentToolUseId: fc.constant(null),
  });
  return fc.record({
    started: fc.constantFrom(0, 0, 2),
    finished: fc.constant(0),
    failed: fc.constant(0),
    open: fc.array(call, { maxLength: 2 }),
    denied: fc.constantFrom(0, 0, 1),
    deniedTools: fc.constant([]),
  });
}

function rateLimit(instant: fc.Arbitrary<number>): fc.Arbitrary<RateLimitFact> {
  return fc.record({
    line: line(),
    status: fc.constantFrom("allowed", "allowed_warning", "rejected"),
    limitType: orNull(wordOf(["five_hour"])),
    resetsAt: orNull(instant),
    utilization: fc.constant(null),
  });
}

function notices(): fc.Arbitrary<NoticeFacts> {
  return fc.record({
    promptBlocked: seldom(fc.record({ line: line(), content: wordOf(["Operation blocked by hook"]) })),
    sessionWritesLost: seldom(fc.record({ line: line(), errorCode: fc.constant("ENOSPC") })),
  });
}

function textFacts(): fc.Arbitrary<TextFacts> {
  const lines = fc.array(fc.record({ line: line(), text: wordOf(HARNESS_TEXTS) }), { maxLength: 2 });
  return fc.record({ count: fc.nat({ max: 4 }), head: lines, tail: lines });
}
