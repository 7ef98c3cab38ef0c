/** What the agent writes to. */
export type OutputStream = "stdout" | "stderr";

/** Bytes that the agent wrote and the wrapper could not keep, for example because its spool was full. */
export interface Lost {
  readonly stream: OutputStream;
  /** Where they began in the stream. */
  readonly offset: number;
  readonly bytes: number;
}

/** A sign of life between the output, with what the container's cgroup knows of its memory; null is not known. */
export interface Beat {
  /** Epoch milliseconds by the pod's clock. */
  readonly sentAt: number;
  readonly memoryBytes: number | null;
  readonly memoryLimitBytes: number | null;
  /** Processes of the container that were killed for memory so far. */
  readonly oomKills: number | null;
  /** What the agent has written so far; what was relayed may lag behind. */
  readonly stdoutBytes: number;
  readonly stderrBytes: number;
}

/** How the agent ended, and how much it wrote in all, with bytes that were lost. */
export interface End {
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly stdoutBytes: number;
  readonly stderrBytes: number;
  /** Of all stdout bytes, in lower-case hexadecimal; null when bytes were lost before they could be hashed. */
  readonly stdoutSha256: string | null;
  readonly oomKills: number | null;
  /** Whether the wrapper stopped the agent: because it lingered after its final word, or on a signal from outside. */
  readonly stopped: "linger" | "signal" | null;
}

export function readLost(text: string): Lost | null {
  const fields = fieldsOf(text);
  const stream = fields?.get("stream");
  const offset = countOf(fields?.get("offset"));
  const bytes = countOf(fields?.get("bytes"));
  if ((stream !== "stdout" && stream !== "stderr") || offset === null || bytes === null) return null;
  return { stream, offset, bytes };
}

export function readBeat(text: string): Beat | null {
  const fields = fieldsOf(text);
  const sentAt = countOf(fields?.get("sentAt"));
  const stdoutBytes = countOf(fields?.get("stdoutBytes"));
  const stderrBytes = countOf(fields?.get("stderrBytes"));
  if (sentAt === null || stdoutBytes === null || stderrBytes === null) return null;
  return {
    sentAt,
    memoryBytes: countOf(fields?.get("memoryBytes")),
    memoryLimitBytes: countOf(fields?.get("memoryLimitBytes")),
    oomKills: countOf(fields?.get("oomKills")),
    stdoutBytes,
    stderrBytes,
  };
}

export function readEnd(text: string): End | null {
  const fields = fieldsOf(text);
  const stdoutBytes = countOf(fields?.get("stdoutBytes"));
  const stderrBytes = countOf(fields?.get("stderrBytes"));
  if (stdoutBytes === null || stderrBytes === null) return null;
  const stopped = fields?.get("stopped");
  return {
    exitCode: countOf(fields?.get("exitCode")),
    signal: matching(fields?.get("signal"), /^SIG[A-Z0-9]{1,12}$/),
    stdoutBytes,
    stderrBytes,
    stdoutSha256: matching(fields?.get("stdoutSha256"), /^[0-9a-f]{64}$/),
    oomKills: countOf(fields?.get("oomKills")),
    stopped: stopped === "linger" || stopped === "signal" ? stopped : null,
  };
}

/** The body as a map, because a key such as `__proto__` means nothing there. */
function fieldsOf(text: string): ReadonlyMap<string, unknown> | null {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === "object" && body !== null ? new Map(Object.entries(body)) : null;
  } catch {
    return null;
  }
}

function countOf(value: unknown): number | null {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : null;
}

function matching(value: unknown, pattern: RegExp): string | null {
  return typeof value === "string" && pattern.test(value) ? value : null;
}
