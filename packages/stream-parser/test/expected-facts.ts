import { LIMITS, type ParsedStream, type Tokens } from "@runverdict/stream-parser";
import type { Transcript, TranscriptTruth } from "@runverdict/stream-parser/arbitraries";

/**
 * The facts that a parser must find in a transcript, written down from what is true of it by construction. Lists of
 * the truth are complete; facts keep the newest of them, up to the default limits.
 */
export function expectedFacts(transcript: Transcript): ParsedStream {
  const { truth } = transcript;
  const results = resultsOf(transcript);
  return {
    counts: {
      bytes: truth.bytes,
      lines: truth.lines,
      events: truth.events,
      byKind: truth.byKind,
      oversized: 0,
    },
    first: truth.first,
    last: truth.last,
    lastLineCut: truth.lastLineCut,
    session: { id: truth.sessionId, inits: truth.inits.length, init: without(truth.inits.at(-1)) },
    results: {
      count: truth.results.length,
      last: results.at(-1) ?? null,
      kept: results.slice(-LIMITS.results),
    },
    conversation: conversationOf(truth),
    usage: usageOf(truth),
    tools: toolsOf(truth),
    retries: { count: truth.retries.length, last: without(truth.retries.at(-1)) },
    rateLimits: {
      count: truth.rateLimits.length,
      last: without(truth.rateLimits.at(-1)),
      lastRejected: without(truth.rateLimits.findLast((limit) => limit.status === "rejected")),
      lastWarning: without(truth.rateLimits.findLast((limit) => limit.status === "allowed_warning")),
    },
    hooks: hooksOf(truth),
    compaction: {
      count: truth.compactions.filter(({ failed }) => !failed).length,
      failed: truth.compactions.filter(({ failed }) => failed).length,
      lastLine: truth.compactions.at(-1)?.line ?? null,
    },
    tasks: tasksOf(truth),
    models: {
      fallbacks: truth.fallbacks.length,
      lastFallback: without(truth.fallbacks.at(-1)),
      refusal: without(truth.refusals.at(-1)),
    },
    notices: {
      promptBlocked: without(truth.promptBlocked.at(-1)),
      sessionWritesLost: without(truth.writesLost.at(-1)),
    },
    text: textOf(truth),
  };
}

/** A note as a fact: the fact has no `kind`. */
function without<T extends object>(note: T | undefined): Omit<T, "kind"> | null {
  if (note === undefined) return null;
  const { kind: _kind, ...fact } = { kind: null, ...note };
  return fact;
}

function short(text: string): string {
  const cut = text.length <= LIMITS.textLength ? text : text.slice(0, LIMITS.textLength);
  // Half a surrogate pair at the cut is not kept; half a pair that the text itself ends with is.
  return cut === text ? text : cut.replace(/[\ud800-\udbff]$/, "");
}

function resultsOf({ lines, truth }: Transcript): ParsedStream["results"]["kept"] {
  return truth.results.map((result) => {
    const {
      kind: _kind,
      cumulative: _cumulative,
      carriedOver: _carriedOver,
      deniedTools,
      text,
      ...fact
    } = result;
    return {
      ...fact,
      at: lines[fact.line - 1]?.at ?? null,
      text: text === null ? null : short(text),
      blank: text === null ? null : text.trim() === "",
      permissionDenials: deniedTools.length,
    };
  });
}

function conversationOf(truth: TranscriptTruth): ParsedStream["conversation"] {
  const last = truth.assistant.findLast(({ main }) => main);
  const end = truth.messageEnds.findLast(({ messageId }) => messageId === last?.messageId);
  const blocks: Record<string, number> = {};
  for (const { block } of truth.assistant) blocks[block] = (blocks[block] ?? 0) + 1;
  return {
    assistantEvents: truth.assistant.length,
    blocks,
    lastAssistant:
      last === undefined
        ? null
        : {
            line: last.line,
            messageId: last.messageId,
            model: last.model,
            stopReason: end?.stopReason ?? last.stopReason,
            outputTokens: end?.outputTokens ?? last.outputTokens,
          },
    lastUserLine: truth.users.findLast(({ main }) => main)?.line ?? null,
    lastInterruptLine: truth.users.findLast(({ main, interrupt }) => main && interrupt)?.line ?? null,
    lastTurnLine: truth.lastTurnLine,
    lastSyntheticError: without(truth.syntheticErrors.at(-1)),
    aborted: truth.aborted,
    texts: truth.texts.slice(-LIMITS.texts).map(({ line, text }) => ({ line, text: short(text) })),
  };
}

/**
 * The newest result that names its models says what the session used, and the first result of the run what of it came
 * from earlier runs. Where none does, a result without a message before it counts as it stands, and else the messages
 * are added up.
 */
function usageOf(truth: TranscriptTruth): ParsedStream["usage"] {
  const { messages } = truth;
  const results = truth.results.filter(({ sessionId }) => [null, sessionId].includes(truth.sessionId));
  const carriedOver = results.find((result) => result.carriedOver !== null)?.carriedOver ?? null;
  const costs = results.map(({ costUsd }) =>
    carriedOver === null ? costUsd : rounded(costUsd - priceOf(carriedOver)),
  );
  const told = {
    messages: messages.slice(-LIMITS.messages),
    messageCount: messages.length,
    costUsd: costs.findLast((cost) => cost > 0) ?? costs[0] ?? null,
    carriedOver:
      carriedOver === null ? null : { tokens: carriedOver, costUsd: rounded(priceOf(carriedOver)) },
    turns: results.at(-1)?.numTurns ?? null,
  };
  const own = results.map(({ cumulative, tokens, line }) => ({
    line,
    isNamed: cumulative !== null,
    tokens: cumulative === null ? tokens : less(cumulative, carriedOver),
  }));
  const named = own.findLast(({ isNamed, tokens }) => isNamed && (tokens?.output ?? 0) > 0);
  const bare = messages.length > 0 ? undefined : own.find(({ tokens }) => tokens !== null);
  const reported = named ?? bare;
  if (reported !== undefined) {
    return { ...told, provenance: "reported", tokens: reported.tokens, line: reported.line };
  }
  const line = truth.tokensLine;
  if (messages.length === 0) return { ...told, provenance: "unknown", tokens: null, line };
  const tokens = messages.map((message) => message.tokens).reduce(added);
  return { ...told, provenance: "partial", tokens, line };
}

function less(session: Tokens, earlier: Tokens | null): Tokens {
  return {
    input: (session.input ?? 0) - (earlier?.input ?? 0),
    output: (session.output ?? 0) - (earlier?.output ?? 0),
    cacheRead: (session.cacheRead ?? 0) - (earlier?.cacheRead ?? 0),
    cacheCreation: (session.cacheCreation ?? 0) - (earlier?.cacheCreation ?? 0),
  };
}

/** As the arbitraries price them. */
function priceOf({ input, output }: Tokens): number {
  return (output ?? 0) * 0.000025 + (input ?? 0) * 0.000005;
}

/** To a billionth of a dollar. */
function rounded(dollars: number): number {
  return Math.max(0, Math.round(dollars * 1e9) / 1e9);
}

function added(left: Tokens, right: Tokens): Tokens {
  return {
    input: (left.input ?? 0) + (right.input ?? 0),
    output: (left.output ?? 0) + (right.output ?? 0),
    cacheRead: (left.cacheRead ?? 0) + (right.cacheRead ?? 0),
    cacheCreation: (left.cacheCreation ?? 0) + (right.cacheCreation ?? 0),
  };
}

function toolsOf(truth: TranscriptTruth): ParsedStream["tools"] {
  const open = truth.tools.filter(({ answeredLine }) => answeredLine === null);
  const denials = [
    ...truth.deniedTools.map(({ line, tool }) => ({ line, deniedTools: [tool], more: 1 })),
    ...truth.results.map((result) => ({ ...result, more: 0 })),
  ].toSorted((left, right) => left.line - right.line);
  // A result repeats the denials that had events; those of a lost head have none, and are only in its list.
  const denied = denials.reduce((sum, { more, deniedTools }) => Math.max(sum + more, deniedTools.length), 0);
  return {
    started: truth.tools.length,
    finished: truth.toolAnswers.length,
    failed: truth.toolAnswers.filter(({ failed }) => failed).length,
    open: open
      .slice(-LIMITS.openTools)
      .map(({ id, name, line, parent }) => ({ id, name, line, parentToolUseId: parent })),
    denied,
    deniedTools: [...new Set(denials.flatMap(({ deniedTools }) => deniedTools))],
  };
}

function hooksOf(truth: TranscriptTruth): ParsedStream["hooks"] {
  const last = truth.hooks.failures.at(-1);
  return {
    started: truth.hooks.started,
    finished: truth.hooks.finished,
    failed: truth.hooks.failures.length,
    lastFailed: last === undefined ? null : { line: last.line, name: last.name, exitCode: last.exitCode },
  };
}

function tasksOf(truth: TranscriptTruth): ParsedStream["tasks"] {
  const count = (wanted: string) => truth.taskEnds.filter(({ status }) => status === wanted).length;
  const latest = new Map(truth.tasks.map((task) => [task.id, task.line]));
  return {
    started: truth.tasks.length,
    completed: count("completed"),
    failed: count("failed"),
    stopped: count("stopped"),
    stoppedInBackground: truth.tasks.filter(
      ({ id, background, line, ended }) => background && ended === "stopped" && latest.get(id) === line,
    ).length,
    open: truth.tasks
      .filter(
        ({ id, background, line, endedLine }) => background && endedLine === null && latest.get(id) === line,
      )
      .slice(-LIMITS.tasks)
      .map(({ id, line, description }) => ({ id, line, description })),
  };
}

function textOf(truth: TranscriptTruth): ParsedStream["text"] {
  const said = truth.textLines
    .filter(({ text }) => text.trim() !== "")
    .map(({ line, text }) => ({ line, text: short(text) }));
  return {
    count: truth.textLines.length,
    head: said.slice(0, LIMITS.textLines),
    tail: said.slice(LIMITS.textLines).slice(-LIMITS.textLines),
  };
}
