/*
 * What a container runtime and a kubelet make of the bytes that a container writes, as their sources and experiments
 * show it, in the dumbest way: the whole log lies in memory, and every answer is made from the beginning. The sizes of
 * records are small numbers where a test wants many of them.
 */

export interface Write {
  readonly stream: "stdout" | "stderr";
  readonly bytes: Uint8Array;
  /** When the runtime takes up what was written, in nanoseconds. */
  readonly at: bigint;
}

/** One line of the runtime's log file. A partial one (tag P) has no newline; a full one (tag F) ends with it. */
export interface LogRecord {
  readonly stream: "stdout" | "stderr";
  readonly at: bigint;
  readonly content: Uint8Array;
}

export interface StampFormat {
  /** Of the node's zone. */
  readonly offsetMinutes: number;
  /** Old kubelets trim the zeros of the fraction. */
  readonly trimmed: boolean;
}

/** One request for the log and what became of it. Places count records that had been written. */
export interface LogRequest {
  readonly sinceTime: string | null;
  readonly opensAt: number;
  /** A follow that goes on until so many records were written. */
  readonly endsAt: number;
  readonly format: StampFormat;
}

const NEWLINE = 0x0a;

/** Each write becomes records of at most so many bytes, each stamped on its own; a newline ends a record anywhere. */
export function recordsOf(writes: readonly Write[], recordBytes: number, step: bigint): readonly LogRecord[] {
  return writes.flatMap(({ stream, bytes, at }) => {
    const records: LogRecord[] = [];
    for (let start = 0; start < bytes.length;) {
      const newline = bytes.indexOf(NEWLINE, start);
      const lineEnd = newline === -1 ? bytes.length : newline;
      const end = Math.min(lineEnd, start + recordBytes);
      const isFull = end === newline;
      const content = bytes.subarray(start, isFull ? end + 1 : end);
      records.push({ stream, at: at + step * BigInt(records.length), content });
      start += content.length;
    }
    return records;
  });
}

/**
 * The body of an answer. The file that is current when the request opens is read from its beginning; a follow goes on
 * into the files after it. `rotations` are the places before which a new file was begun.
 */
export function answer(
  records: readonly LogRecord[],
  rotations: readonly number[],
  request: LogRequest,
): Uint8Array {
  const fileStart = Math.max(0, ...rotations.filter((place) => place <= request.opensAt));
  const since = request.sinceTime === null ? null : BigInt(Date.parse(request.sinceTime)) * 1_000_000n;
  const parts: Uint8Array[] = [];
  // One flag for both streams, and also of records that are left out: that is how lines are spliced, and lose heads.
  let isNewLine = true;
  for (const { at, content } of records.slice(fileStart, request.endsAt)) {
    if (since === null || at >= since) {
      if (isNewLine) parts.push(Buffer.from(`${formatStamp(at, request.format)} `));
      parts.push(content);
    }
    isNewLine = content.length === 0 || content.at(-1) === NEWLINE;
  }
  return new Uint8Array(Buffer.concat(parts));
}

/** What one unbroken follow of the whole log gives, without timestamps. */
export function wholeContent(records: readonly LogRecord[]): Uint8Array {
  return new Uint8Array(Buffer.concat(records.map(({ content }) => content)));
}

export function formatStamp(at: bigint, { offsetMinutes, trimmed }: StampFormat): string {
  const local = at + BigInt(offsetMinutes) * 60_000_000_000n;
  const fractionOfSecond = ((local % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n;
  const date = new Date(Number((local - fractionOfSecond) / 1_000_000n)).toISOString().slice(0, 19);
  const digits = fractionOfSecond.toString().padStart(9, "0");
  const fraction = trimmed ? digits.replace(/0+$/, "") : digits;
  return `${date}${fraction === "" ? "" : `.${fraction}`}${zone(offsetMinutes)}`;
}

function zone(offsetMinutes: number): string {
  if (offsetMinutes === 0) return "Z";
  const minutes = Math.abs(offsetMinutes);
  const [hour, minute] = [Math.floor(minutes / 60), minutes % 60].map((part) =>
    String(part).padStart(2, "0"),
  );
  return `${offsetMinutes < 0 ? "-" : "+"}${hour}:${minute}`;
}
