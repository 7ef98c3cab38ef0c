import {
  type Failure,
  failingTranscript,
  FAILURES,
  healthyTranscript,
  plainSpelling,
  spell,
  textLine,
  type Transcript,
  type TranscriptLine,
  transcriptOf,
  truncatedTranscript,
} from "@runverdict/stream-parser/arbitraries";
import fc from "fast-check";
import type { Code } from "../../codes.ts";
import type { Progress } from "../../verdict.ts";

/** What the agent wrote until its end, and what its last word means. */
export interface Words {
  readonly transcript: Transcript;
  /** The line by which the agent said how its run went; null when it never came to that. */
  readonly final: FinalLine | null;
  readonly schemaRequested: boolean;
  /** With which code the process ended when nobody stopped it. */
  readonly exitCode: number;
}

export interface FinalLine {
  readonly line: TranscriptLine;
  /** More than one where old releases do not write down what would tell them apart. */
  readonly codes: readonly Code[];
}

export type WordsKind = "nothing" | "plain-text" | "begun" | "empty" | "cut" | "finished" | "failed";

export function wordsOf(kind: WordsKind): fc.Arbitrary<Words> {
  switch (kind) {
    case "nothing":
      return fc.constant(unsaid(transcriptOf([])));
    case "plain-text":
      return fc
        .array(fc.constantFrom(...PLAIN_TEXTS).map(textLine), { minLength: 1, maxLength: 3 })
        .map((lines) => unsaid(transcriptOf(lines)));
    case "begun":
      return cutShort().map(({ lines }) => unsaid(transcriptOf(firstInit(lines))));
    case "empty":
      return cutShort().map(({ lines, truth }) =>
        unsaid(transcriptOf([...firstInit(lines), emptyMessage(truth.sessionId ?? "")])),
      );
    case "cut":
      return fc.oneof(cutShort(), truncatedTranscript(cutShort())).map(unsaid);
    case "finished":
      return finished().map((transcript) => ({
        ...unsaid(transcript),
        final: { line: lastResult(transcript), codes: ["succeeded"] },
        exitCode: 0,
      }));
    case "failed":
      return fc.oneof({ weight: 8, arbitrary: failed() }, { weight: 1, arbitrary: failedLikeNoOther() });
  }
}

/** A second turn is worth a try now and then; it makes the transcript twice as long. */
function finished(): fc.Arbitrary<Transcript> {
  const turns = (max: number): fc.Arbitrary<Transcript> => healthyTranscript({ turns: { min: 1, max } });
  return fc.oneof({ weight: 3, arbitrary: turns(1) }, { weight: 1, arbitrary: turns(2) });
}

/** Lines of a shell or an entrypoint; none of them is the harness's word for anything. */
const PLAIN_TEXTS: readonly string[] = [
  "Cloning into 'repo'...",
  "error: unknown option '--no-such-flag'",
  "bash: line 1: claude: command not found",
  "Warning: no stdin data received in 3s, proceeding without it.",
];

function unsaid(transcript: Transcript): Words {
  return { transcript, final: null, schemaRequested: false, exitCode: 1 };
}

type Killed = Extract<Failure, `killed-${string}`>;
type Told = Exclude<Failure, Killed>;

const KILLED: readonly Killed[] = ["killed-before-the-result", "killed-in-a-tool", "killed-while-streaming"];

function cutShort(): fc.Arbitrary<Transcript> {
  return fc.constantFrom(...KILLED).chain((failure) => failingTranscript(failure));
}

function failed(): fc.Arbitrary<Words> {
  return fc.constantFrom(...FAILURES.filter(isTold)).chain((failure) =>
    failingTranscript(failure).map((transcript) => ({
      transcript,
      final: { line: lastResult(transcript), codes: MEANS[failure] },
      schemaRequested: failure === "structured-output-missing",
      exitCode: QUIET.has(failure) ? 0 : 1,
    })),
  );
}

function isTold(failure: Failure): failure is Told {
  return !KILLED.some((killed) => killed === failure);
}

/** Failures after which the process ends with 0, as if all were well. */
const QUIET: ReadonlySet<Failure> = new Set<Failure>([
  "structured-output-missing",
  "empty-answer",
  "no-content-of-old",
  "paused",
  "hook-stopped",
  "prompt-blocked",
]);

const MEANS: Readonly<Record<Told, readonly Code[]>> = {
  auth: ["auth_failed"],
  "not-logged-in": ["not_logged_in"],
  billing: ["billing"],
  "model-not-found": ["model_not_found"],
  "invalid-request": ["invalid_request"],
  "rate-limit": ["rate_limited"],
  "usage-limit": ["usage_limit"],
  overloaded: ["overloaded"],
  "server-error": ["server_error"],
  network: ["network_error"],
  "api-timeout": ["api_timeout"],
  "bad-provider-response": ["bad_provider_response"],
  // Old releases write the sentence without the status.
  "request-too-large": ["request_too_large", "agent_error"],
  refusal: ["refusal"],
  "output-limit": ["output_limit"],
  "context-window": ["context_overflow"],
  "prompt-too-long": ["context_overflow"],
  "max-turns": ["max_turns"],
  "max-budget": ["budget_exhausted"],
  "structured-output": ["structured_output_failed"],
  "structured-output-missing": ["structured_output_failed"],
  "empty-answer": ["empty_response"],
  "empty-answer-without-stop": ["empty_response"],
  // The oldest releases write no tokens into their results, and absent is not zero.
  "empty-answer-of-old": ["empty_response", "agent_error"],
  "no-content-of-old": ["empty_response"],
  // Old releases do not write the stop reason.
  paused: ["incomplete", "succeeded"],
  "hook-stopped": ["hook_stopped"],
  "prompt-blocked": ["prompt_blocked"],
  interrupted: ["interrupted"],
  startup: ["startup_failed"],
  "session-not-found": ["session_not_found"],
};

/** Error results that no generated failure has: one that names nothing known, and a history the provider rejects. */
function failedLikeNoOther(): fc.Arbitrary<Words> {
  const ends = fc.constantFrom<readonly [Code, string, number | null]>(
    ["agent_error", "Something went wrong that has no name yet", null],
    ["session_poisoned", "API Error: 400 previous_message_id msg_1 was not found", 400],
  );
  return fc.tuple(cutShort(), ends).map(([cut, [code, text, status]]) => {
    const line = errorResult(cut.truth.sessionId ?? "", text, status);
    const transcript = transcriptOf([...cut.lines, line]);
    return { transcript, final: { line, codes: [code] }, schemaRequested: false, exitCode: 1 };
  });
}

function errorResult(sessionId: string, text: string, status: number | null): TranscriptLine {
  const wire = {
    type: "result",
    subtype: "success",
    is_error: true,
    result: text,
    session_id: sessionId,
    num_turns: 2,
    duration_ms: 900,
    duration_api_ms: 700,
    ...(status === null ? {} : { api_error_status: status }),
  };
  return {
    ...textLine(spell(wire, plainSpelling)),
    kind: "result",
    wire,
    notes: [
      {
        kind: "result",
        sessionId,
        subtype: "success",
        isError: true,
        text,
        structuredOutput: false,
        localCommand: false,
        stopReason: null,
        terminalReason: null,
        apiErrorStatus: status,
        apiError: null,
        apiErrorType: null,
        numTurns: 2,
        durationMs: 900,
        durationApiMs: 700,
        costUsd: 0,
        tokens: null,
        cumulative: null,
        carriedOver: null,
        deniedTools: [],
        errors: [],
        startupFailureReason: null,
        resultIndex: null,
        origin: null,
      },
    ],
  };
}

/** The name of the block of a message that has none. */
const NO_BLOCK = "";

/** An assistant event without a block: what a degraded provider makes of an answer. */
function emptyMessage(sessionId: string): TranscriptLine {
  const [messageId, model] = ["msg_empty", "claude-x"];
  const message = { id: messageId, model, content: [], stop_reason: null, usage: { output_tokens: 0 } };
  const wire = { type: "assistant", message, session_id: sessionId };
  const note = { kind: "assistant", main: true, messageId, model, block: NO_BLOCK } as const;
  return {
    ...textLine(spell(wire, plainSpelling)),
    kind: "assistant",
    wire,
    notes: [{ ...note, stopReason: null, outputTokens: 0 }],
  };
}

/** Whether all that the agent's model wrote is an empty message. */
export function answeredNothing({ truth }: Transcript): boolean {
  const { assistant, tools, byKind } = truth;
  if (tools.length + byKind.partial > 0 || truth.lastLineCut) return false;
  return assistant.length > 0 && assistant.every(({ block }) => block === NO_BLOCK);
}

function lastResult({ lines }: Transcript): TranscriptLine {
  const line = lines.findLast(({ kind }) => kind === "result");
  if (line === undefined) throw new TypeError("Use a transcript that has a result.");
  return line;
}

function firstInit(lines: readonly TranscriptLine[]): readonly TranscriptLine[] {
  return lines.slice(0, 1 + lines.findIndex(({ kind }) => kind === "init"));
}

/**
 * What the part of the transcript that was captured says last: the meanings of its last result, or of the message by
 * which the harness reported the failure when the result itself was lost; null when it says nothing.
 */
export function wordIn(captured: Transcript, words: Words): readonly Code[] | null {
  const { results, sessionId, lastTurnLine, syntheticErrors } = captured.truth;
  const opened = lastTurnLine ?? 0;
  const { final } = words;
  const isFinal = (line: number): boolean => final !== null && captured.lines[line - 1] === final.line;
  // Where nothing else names the session, nothing speaks against a result.
  const own =
    sessionId === null
      ? results
      : results.filter((result) => result.sessionId === sessionId || isFinal(result.line));
  const newest = own.at(-1);
  if (newest !== undefined && newest.line >= opened) {
    // Every turn but the last one went well, unless none of them gave the output that was asked for.
    const earlier: readonly Code[] = words.schemaRequested ? ["structured_output_failed"] : ["succeeded"];
    return isFinal(newest.line) ? (final?.codes ?? null) : earlier;
  }
  const error = syntheticErrors.at(-1);
  return error !== undefined && error.line >= opened ? (final?.codes ?? null) : null;
}

/** How far an agent got that wrote all this, captured or not: in its last turn, and in any turn where that is more. */
export function progressIn({ transcript: { truth } }: Words): readonly Progress[] {
  // The results of a start that failed count no turns and no time.
  const real = truth.results.filter(
    ({ subtype, numTurns, durationMs }) => subtype !== "error_during_execution" || numTurns + durationMs > 0,
  );
  if (real.some(({ line }) => line >= (truth.lastTurnLine ?? 0))) return ["result"];
  const content = truth.assistant.length + truth.byKind.partial + truth.tools.length > 0;
  const last: Progress = content ? "content" : truth.inits.length > 0 ? "initialised" : "started";
  return real.length > 0 ? [last, "result"] : [last];
}
