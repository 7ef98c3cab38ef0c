import type { ParsedStream, ResultFacts, SyntheticErrorFacts } from "@runverdict/stream-parser";

/** What the agent itself said last about how its run went. */
export type AgentWord =
  | { readonly kind: "result"; readonly result: ResultFacts; readonly path: string; readonly forged: boolean }
  /** No result, but the last thing of the conversation is a message by which the harness reports a failure. */
  | {
      readonly kind: "error";
      readonly error: SyntheticErrorFacts;
      readonly path: string;
      readonly forged: boolean;
    }
  | { readonly kind: "silent"; readonly because: string; readonly forged: boolean };

/**
 * Several results may stand in one stream, and the last real one counts. Not real are a result of another session
 * (whatever can write to the process's stdout can forge a line; the session id is the only check the format offers)
 * and a zeroed `error_during_execution` that follows a real result (CLI up to 2.1.6). A turn that was opened after the
 * result takes its word back.
 */
export function readAgentWord(stream: ParsedStream | null): AgentWord {
  if (stream === null) return { kind: "silent", because: "no output was captured", forged: false };
  const own = stream.results.kept
    .map((result, index) => ({ result, path: `stream.results.kept.${index}` }))
    .filter(({ result }) => !isForeign(result, stream));
  const forged = own.length < stream.results.kept.length;
  const newest = own.at(-1);
  const opened = stream.conversation.lastTurnLine ?? 0;
  if (newest === undefined) return errorOrSilence(stream, opened, forged, "the stream has no result");
  if (newest.result.line < opened)
    return errorOrSilence(stream, opened, forged, "a new turn was opened after the last result");
  const real = own.findLast(({ result }) => !isZeroed(result)) ?? newest;
  return { kind: "result", ...real, forged };
}

function errorOrSilence(stream: ParsedStream, opened: number, forged: boolean, because: string): AgentWord {
  const error = stream.conversation.lastSyntheticError;
  if (error !== null && error.line >= opened) {
    return { kind: "error", error, path: "stream.conversation.lastSyntheticError", forged };
  }
  return { kind: "silent", because, forged };
}

/** A startup failure has no turns and no duration; it may carry a session id of its own and is never a forgery. */
export function isZeroed(result: ResultFacts): boolean {
  return (
    result.subtype === "error_during_execution" &&
    (result.numTurns ?? 0) === 0 &&
    (result.durationMs ?? 0) === 0
  );
}

/** Every CLI version writes the session id into its results, so one without it is not the agent's either. */
function isForeign(result: ResultFacts, stream: ParsedStream): boolean {
  if (stream.session.id === null || isZeroed(result)) return false;
  return result.sessionId !== stream.session.id && result.sessionId !== stream.session.init?.sessionId;
}

/** Terminal reasons that are errors, even beside an is_error that says otherwise. */
const failing = new Set(["prompt_too_long", "api_error", "max_turns", "budget_exhausted"]);

/** Whether a result reports an error: by `is_error`, by its terminal reason, or by its subtype, which old CLIs sent with `is_error` false. */
export function isErrorResult({ isError, subtype, terminalReason }: ResultFacts): boolean {
  if (isError === true || (terminalReason !== null && failing.has(terminalReason))) return true;
  return subtype !== null && subtype.startsWith("error");
}
