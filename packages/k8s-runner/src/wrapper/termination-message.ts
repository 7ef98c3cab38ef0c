/** What the wrapper wrote into the pod's status. Facts that it did not know, or that can't be read, are null. */
export interface TerminationMessage {
  /** `running` and `draining`: the wrapper was killed before it was finished, and this is its latest account. */
  readonly phase: "running" | "draining" | "done";
  readonly ending: AgentEnding | null;
  /** Whether the wrapper stopped the agent: because it lingered after its last word, or on a signal from outside. */
  readonly stopped: "linger" | "signal" | null;
  /** Frames that the log's pipe took; the last one has this number less one. */
  readonly frames: number | null;
  readonly stdout: StreamTotals;
  readonly stderr: StreamTotals;
  readonly stdoutLines: number | null;
  /** Of all bytes of stdout, in lower-case hexadecimal. */
  readonly stdoutSha256: string | null;
  /** Processes in the container that were killed for memory while the wrapper ran. */
  readonly oomKills: number | null;
  /** What went wrong with the wrapping, in sentences. */
  readonly problems: readonly string[];
  /** The beginning of the last line that was a last word. */
  readonly lastWord: string | null;
  readonly stderrTail: string;
}

export type AgentEnding =
  | { readonly kind: "exited"; readonly code: number }
  | { readonly kind: "signalled"; readonly signal: string }
  /** `code` is 127 when it was not found and 126 when it could not be executed. */
  | { readonly kind: "not-started"; readonly code: number; readonly problem: string }
  /** The wrapper failed, whatever the agent was doing. */
  | { readonly kind: "wrapper-failed"; readonly code: number; readonly problem: string };

export interface StreamTotals {
  readonly bytes: number | null;
  /** Bytes that were handed to the log, or given up. */
  readonly sentBytes: number | null;
  readonly lostBytes: number | null;
}

type Fields = ReadonlyMap<string, unknown>;

/** The kubelet keeps 4 KiB; whatever is longer was not written by the wrapper. */
const longestMessage = 8192;
const longestText = 4096;
const mostProblems = 16;

/**
 * Reads the termination message of a wrapped container; null for anything else, such as the log's tail that Kubernetes
 * puts there, or a message that was cut. The text comes from a place the agent can write to as well: it is evidence of
 * what was said, no proof.
 */
export function readTerminationMessage(text: string): TerminationMessage | null {
  if (text.length > longestMessage) return null;
  const lineEnd = text.indexOf("\n");
  const fields = parse(lineEnd < 0 ? text : text.slice(0, lineEnd));
  const phase = fields.get("phase");
  if (fields.get("runverdict") !== 1) return null;
  if (phase !== "running" && phase !== "draining" && phase !== "done") return null;
  const stopped = fields.get("stopped");
  return {
    phase,
    ending: endingOf(fieldsOf(fields.get("ending"))),
    stopped: stopped === "linger" || stopped === "signal" ? stopped : null,
    frames: countOf(fields.get("frames")),
    stdout: totalsOf(fieldsOf(fields.get("stdout"))),
    stderr: totalsOf(fieldsOf(fields.get("stderr"))),
    stdoutLines: countOf(fields.get("stdoutLines")),
    stdoutSha256: matching(fields.get("stdoutSha256"), /^[0-9a-f]{64}$/),
    oomKills: countOf(fields.get("oomKills")),
    problems: textsOf(fields.get("problems")),
    lastWord: textOf(fields.get("lastWord")),
    stderrTail: textOf(fields.get("stderrTail")) ?? "",
  };
}

function endingOf(fields: Fields): AgentEnding | null {
  const kind = fields.get("kind");
  if (kind === "signalled") {
    const signal = matching(fields.get("signal"), /^SIG[A-Z0-9]{1,12}$/);
    return signal === null ? null : { kind, signal };
  }
  const code = countOf(fields.get("code"));
  if (code === null || code > 255) return null;
  if (kind === "exited") return { kind, code };
  if (kind !== "not-started" && kind !== "wrapper-failed") return null;
  return { kind, code, problem: textOf(fields.get("problem")) ?? "" };
}

function totalsOf(fields: Fields): StreamTotals {
  return {
    bytes: countOf(fields.get("bytes")),
    sentBytes: countOf(fields.get("sentBytes")),
    lostBytes: countOf(fields.get("lostBytes")),
  };
}

function parse(line: string): Fields {
  try {
    return fieldsOf(JSON.parse(line));
  } catch {
    return new Map();
  }
}

/** As a map, because a key such as `__proto__` means nothing there. */
function fieldsOf(value: unknown): Fields {
  return typeof value === "object" && value !== null ? new Map(Object.entries(value)) : new Map();
}

function countOf(value: unknown): number | null {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : null;
}

function matching(value: unknown, pattern: RegExp): string | null {
  return typeof value === "string" && pattern.test(value) ? value : null;
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.slice(0, mostProblems).flatMap((one) => textOf(one) ?? []) : [];
}

/** Without control, format and bidirectional characters; only line ends stay. */
function textOf(value: unknown): string | null {
  if (typeof value !== "string") return null;
  return value.slice(0, longestText).replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (one) => (one === "\n" ? one : ""));
}
