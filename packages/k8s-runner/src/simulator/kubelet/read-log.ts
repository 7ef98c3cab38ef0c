import type { Outlet } from "../api/answer.ts";
import type { Clock } from "../clock/clock.ts";
import type { ContainerLog, LogFile, LogRecord } from "./container-log.ts";
import { stampOf } from "./stamp.ts";

export interface LogOptions {
  readonly follow: boolean;
  readonly timestamps: boolean;
  /** Epoch milliseconds; whole seconds is all that reaches a kubelet. */
  readonly sinceAt: number | null;
  /** Records, not lines. */
  readonly tailLines: number | null;
  readonly limitBytes: number | null;
  readonly stream: "All" | "Stdout" | "Stderr";
}

export interface ReadLog {
  /** Ends the answer as if all were well, whatever the container does. */
  readonly end: () => void;
  /** Sends nothing more, and does not end either: the node is out of reach. */
  readonly freeze: () => void;
}

export interface ReaderTime {
  readonly clock: Clock;
  readonly logEndMs: number;
  readonly offsetMinutes: number;
}

/**
 * Sends a container's log as the kubelet's reader does, with its faults. It reads records, not lines, so that a
 * `sinceTime` within a long line gives a fragment without a timestamp; and it reads the current file only, so that a
 * reader who was slow over two rotations loses what lay between.
 */
export function readLog(log: ContainerLog, options: LogOptions, outlet: Outlet, time: ReaderTime): ReadLog {
  const lines = createLineWriter(options, time.offsetMinutes);
  let file: LogFile = log.current();
  let index = options.tailLines === null ? 0 : Math.max(0, file.records.length - options.tailLines);
  let state: "reading" | "waiting-for-client" | "over" = "reading";

  const leave = (): void => {
    state = "over";
    unsubscribe();
  };
  const finish = (): void => {
    if (state === "over") return;
    leave();
    outlet.end();
  };
  /** The next record; null at the end of what there is. Whoever is at the end of a rotated file opens the new one. */
  const next = (): LogRecord | null => {
    if (file.records[index] === undefined && options.follow && file !== log.current()) {
      file = log.current();
      index = 0;
    }
    return file.records[index] ?? null;
  };
  /** Some records as bytes; none when there is nothing more. */
  const gather = (): Uint8Array => {
    const pieces: Uint8Array[] = [];
    let size = 0;
    for (let record = next(); record !== null && size < BATCH_BYTES && !lines.isFull(); record = next()) {
      index += 1;
      const line = lines.write(record);
      pieces.push(line);
      size += line.length;
    }
    return Buffer.concat(pieces);
  };
  function pump(): void {
    if (state !== "reading") return;
    while (next() !== null && !lines.isFull()) {
      const bytes = gather();
      if (bytes.length === 0 || outlet.write(bytes)) continue;
      state = "waiting-for-client";
      return outlet.onDrain(resume);
    }
    if (!options.follow || lines.isFull()) return finish();
    // That the container has ended is looked up once a second.
    if (log.isClosed()) time.clock.after(time.logEndMs, finish);
  }
  function resume(): void {
    if (state === "waiting-for-client") state = "reading";
    pump();
  }

  const unsubscribe = log.onChange(pump);
  outlet.onClosed(leave);
  pump();
  return { end: finish, freeze: leave };
}

/** Records are sent in pieces of about this size; each alone would cost a system call. */
const BATCH_BYTES = 64 * 1024;

interface LineWriter {
  readonly write: (record: LogRecord) => Uint8Array;
  /** Whether as many bytes are written as were asked for. */
  readonly isFull: () => boolean;
}

/**
 * Makes lines of records. Whether a timestamp is due is remembered across both streams and across records that are left
 * out, so that a record of one stream cuts into a line of the other, and a timestamp into the middle of one.
 */
function createLineWriter(options: LogOptions, offsetMinutes: number): LineWriter {
  let isNewLine = true;
  let left = options.limitBytes ?? Number.POSITIVE_INFINITY;
  const write = (record: LogRecord): Uint8Array => {
    const isDue = isNewLine;
    isNewLine = !record.isPartial;
    if (options.sinceAt !== null && record.at < options.sinceAt) return NOTHING;
    const prefix = options.timestamps && isDue ? `${stampOf(record, offsetMinutes)} ` : "";
    const line = Buffer.concat([Buffer.from(prefix), record.content, record.isPartial ? NOTHING : NEWLINE]);
    const sent = line.subarray(0, left);
    // The other stream's bytes count too: they are written, to nowhere.
    left -= sent.length;
    const isAsked = options.stream === "All" || options.stream.toLowerCase() === record.stream;
    return isAsked ? sent : NOTHING;
  };
  return { write, isFull: () => left <= 0 };
}

const NOTHING = new Uint8Array(0);
const NEWLINE = Buffer.from("\n");
