import type { Clock } from "../clock/clock.ts";

export type OutputStream = "stdout" | "stderr";

/** One entry of a container's log file: a line, or a part of one that was longer than 16 KiB. */
export interface LogRecord {
  /** Epoch milliseconds, and the nanoseconds within the millisecond. */
  readonly at: number;
  readonly nanos: number;
  readonly stream: OutputStream;
  /** Tag `P`: the line goes on in the next record of its stream. */
  readonly isPartial: boolean;
  readonly content: Uint8Array;
}

/** A log file. One that was rotated away is still read by whoever had it open, and by nobody else. */
export interface LogFile {
  readonly records: LogRecord[];
}

/** The log of one container instance, as containerd writes it and the kubelet rotates it. */
export interface ContainerLog {
  readonly write: (stream: OutputStream, bytes: Uint8Array) => void;
  /** The container's pipes are closed: what has no newline yet becomes a last partial record. */
  readonly close: () => void;
  readonly isClosed: () => boolean;
  readonly current: () => LogFile;
  readonly size: () => number;
  readonly rotate: () => void;
  /** Hears of new records, of a rotation and of the end. */
  readonly onChange: (listener: () => void) => () => void;
}

/** containerd cuts lines here, at exactly so many bytes. */
export const RECORD_BYTES: number = 16 * 1024;

/** What a record takes in the file beside its content: the timestamp, the stream, the tag. */
const RECORD_OVERHEAD = 46;

export function createContainerLog(clock: Clock, timestamps: "nanoseconds" | "milliseconds"): ContainerLog {
  let file: LogFile = { records: [] };
  let size = 0;
  let isClosed = false;
  let lastAt = 0;
  let nanos = 0;
  const held = { stdout: new Uint8Array(0), stderr: new Uint8Array(0) };
  const listeners = new Set<() => void>();
  const tell = (): void => listeners.forEach((listen) => listen());

  const append = (stream: OutputStream, content: Uint8Array, isPartial: boolean): void => {
    const at = clock.now();
    // Two records never get the same instant from a real clock, but they may be ordered by nothing else.
    nanos = at === lastAt && timestamps === "nanoseconds" ? Math.min(nanos + 1, 999_999) : 0;
    lastAt = at;
    file.records.push({ at, nanos, stream, isPartial, content });
    size += content.length + RECORD_OVERHEAD;
  };

  const write = (stream: OutputStream, bytes: Uint8Array): void => {
    let rest = held[stream].length === 0 ? bytes : Buffer.concat([held[stream], bytes]);
    for (;;) {
      const newline = rest.subarray(0, RECORD_BYTES + 1).indexOf(0x0a);
      if (newline === -1 && rest.length <= RECORD_BYTES) break;
      const end = newline === -1 ? RECORD_BYTES : newline;
      append(stream, rest.slice(0, end), newline === -1);
      rest = rest.subarray(newline === -1 ? end : end + 1);
    }
    held[stream] = rest.slice();
    tell();
  };

  const close = (): void => {
    if (isClosed) return;
    isClosed = true;
    for (const stream of ["stdout", "stderr"] as const) {
      if (held[stream].length > 0) append(stream, held[stream], true);
      held[stream] = new Uint8Array(0);
    }
    tell();
  };

  return {
    write,
    close,
    isClosed: () => isClosed,
    current: () => file,
    size: () => size,
    rotate: () => {
      file = { records: [] };
      size = 0;
      tell();
    },
    onChange: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
