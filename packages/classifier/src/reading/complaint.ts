import type { ParsedStream, ResultFacts, SyntheticErrorFacts } from "@runverdict/stream-parser";
import { isErrorResult, type AgentWord } from "./agent-word.ts";

/**
 * What the harness said went wrong. A result and the synthetic message before it tell parts of the same story: the
 * message has the typed error, the result has the status and the terminal reason.
 */
export interface Complaint {
  /** The harness's own sentence, from the result's text, its first error, or the synthetic message. */
  readonly text: string;
  readonly textPath: string;
  readonly http: number | null;
  readonly httpPath: string;
  readonly errors: readonly string[];
  readonly errorsPath: string;
  /** `error` of the synthetic message, and `api_error` of either: Anthropic's names for what happened. */
  readonly names: readonly { readonly name: string; readonly path: string }[];
  readonly cut: string | null;
  readonly terminalReason: string | null;
  readonly startupFailureReason: string | null;
  readonly result: ResultFacts | null;
  /** Path of the result or of the synthetic message that the complaint was read from. */
  readonly path: string;
}

export function readComplaint(stream: ParsedStream | null, word: AgentWord): Complaint | null {
  if (stream === null || word.kind === "silent") return null;
  if (word.kind === "error") return complain(null, word.path, word.error);
  if (!isErrorResult(word.result)) return null;
  return complain(word.result, word.path, errorOfTheSameTurn(stream, word.result));
}

const errorPath = "stream.conversation.lastSyntheticError";

/** One of the two that tell the story, with its path in the evidence. */
interface Teller {
  readonly told: Pick<ResultFacts, "apiError" | "apiErrorStatus" | "apiErrorType">;
  readonly path: string;
}

function complain(result: ResultFacts | null, path: string, error: SyntheticErrorFacts | null): Complaint {
  const tellers: readonly Teller[] = [
    ...(result === null ? [] : [{ told: result, path }]),
    ...(error === null ? [] : [{ told: error, path: errorPath }]),
  ];
  const said = sentence(result, path, error);
  const status = tellers.find(({ told }) => told.apiErrorStatus !== null);
  return {
    ...said,
    http: status?.told.apiErrorStatus ?? statusInText(said.text),
    httpPath: status === undefined ? said.textPath : `${status.path}.apiErrorStatus`,
    errors: result?.errors ?? [],
    errorsPath: `${path}.errors`,
    names: [
      ...tellers.flatMap(({ told, path: at }) => named(told.apiError, `${at}.apiError`)),
      ...named(error?.error ?? null, `${errorPath}.error`),
      ...tellers.flatMap(({ told, path: at }) => named(told.apiErrorType, `${at}.apiErrorType`)),
    ],
    cut: error?.cut ?? null,
    terminalReason: result?.terminalReason ?? null,
    startupFailureReason: result?.startupFailureReason ?? null,
    result,
    path,
  };
}

function named(name: string | null, path: string): Complaint["names"] {
  return name === null ? [] : [{ name, path }];
}

function sentence(
  result: ResultFacts | null,
  path: string,
  error: SyntheticErrorFacts | null,
): { readonly text: string; readonly textPath: string } {
  const text = result?.text ?? null;
  if (text !== null && text !== "") return { text, textPath: `${path}.text` };
  const first = result?.errors[0];
  if (first !== undefined) return { text: first, textPath: `${path}.errors.0` };
  return { text: error?.text ?? "", textPath: `${errorPath}.text` };
}

/**
 * CLIs before 2.1.110 have no `api_error_status`; there the status stands at the head of the harness's own text, behind
 * the model's name where Bedrock or Vertex served it.
 */
const statusText =
  /^(?:[^{}\n]{0,80}?[.·] )?API Error(?: \([^()\n]{1,120}\))?: (?:Request rejected \()?(\d{3})\b/;

function statusInText(text: string): number | null {
  const status = statusText.exec(text)?.[1];
  return status === undefined ? null : Number(status);
}

/** The synthetic message belongs to the result when no other result, answer or user message stands between them. */
function errorOfTheSameTurn(stream: ParsedStream, result: ResultFacts): SyntheticErrorFacts | null {
  const { lastSyntheticError: error, lastAssistant, lastUserLine } = stream.conversation;
  if (error === null || error.line > result.line) return null;
  const barriers = [
    lastAssistant?.line ?? 0,
    lastUserLine ?? 0,
    ...stream.results.kept.filter(({ line }) => line < result.line).map(({ line }) => line),
  ].filter((line) => line < result.line);
  return barriers.every((line) => line < error.line) ? error : null;
}
