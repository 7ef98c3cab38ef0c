import { asciiBytes, asciiText, standsAt } from "./ascii.ts";
import {
  readBeat,
  readEnd,
  readLost,
  type Beat,
  type End,
  type Lost,
  type OutputStream,
} from "./frame-body.ts";

/*
 * Frames are what the optional in-pod wrapper writes to its own stdout in place of the agent's raw output. One frame is
 * one line of the container's log:
 *
 *     @rv1.NONCE SEQ out OFFSET LENGTH PAYLOAD$      a piece of the agent's stdout that ends a line
 *     @rv1.NONCE SEQ out OFFSET LENGTH PAYLOAD+      a piece whose line goes on in the next frame
 *     @rv1.NONCE SEQ err OFFSET LENGTH PAYLOAD$      the same of stderr
 *     @rv1.NONCE SEQ lost {"stream":"stdout","offset":4096,"bytes":512}$
 *     @rv1.NONCE SEQ beat {"sentAt":1767225600000,"memoryBytes":1,…}$
 *     @rv1.NONCE SEQ end {"exitCode":0,"signal":null,"stdoutBytes":5120,…}$
 *
 * - NONCE is drawn anew for each run, so that text which quotes a frame of another run, or which was written to the
 *   same pipe by someone else, is not taken for one. It has 8 to 32 letters of a-z and 0-9.
 * - SEQ counts all frames of a run from 0, without holes: what comes again is dropped by it.
 * - OFFSET is where the payload begins in that stream, in bytes from 0; LENGTH is the payload's length in bytes. The
 *   newline that `$` stands for is counted in the offsets (the next one is OFFSET + LENGTH + 1) but not in LENGTH.
 * - PAYLOAD is raw bytes, so that `kubectl logs` stays readable and nothing grows by a third as base64 does. It holds
 *   no newline. A frame never ends with it: container runtimes strip carriage returns at the end of a record.
 * - Bodies of the other kinds are ASCII JSON objects without newlines; unknown keys are allowed.
 * - A frame ends with its mark and a newline. With the newline it has at most FRAME_BYTES bytes.
 * - `end` is the last frame; it is written when both streams have been relayed to their ends.
 */

/**
 * Longest frame, with its newline. A runtime cuts lines into records of 16 KiB (containerd) or about 8 (CRI-O); below
 * both a frame is one record, so it has a timestamp of its own and can't be split by rotation or by other output.
 */
export const FRAME_BYTES = 8000;

/** Room for the payload of a data frame when all other fields are as long as they can be. */
export const PAYLOAD_BYTES: number = FRAME_BYTES - 128;

export type Frame =
  | {
      readonly kind: "data";
      readonly seq: number;
      readonly stream: OutputStream;
      readonly offset: number;
      readonly payload: Uint8Array;
      /** Whether a newline follows the payload in the stream. */
      readonly endsLine: boolean;
    }
  | { readonly kind: "lost"; readonly seq: number; readonly lost: Lost }
  | { readonly kind: "beat"; readonly seq: number; readonly beat: Beat }
  | { readonly kind: "end"; readonly seq: number; readonly end: End };

/** A line that has the run's magic but is no valid frame is `damaged`; one without it was written by someone else. */
export type FrameReading = Frame | { readonly kind: "damaged" } | { readonly kind: "foreign" };

const SPACE = 0x20;
const ZERO = 0x30;
const GOES_ON = 0x2b;
const ENDS = 0x24;

/** More digits are no safe integer. */
const LONGEST_NUMBER = 15;

/** The bytes every frame of a run begins with. Throws a TypeError for a nonce that a frame can't carry. */
export function frameMagic(nonce: string): Uint8Array {
  if (!/^[a-z0-9]{8,32}$/.test(nonce)) {
    throw new TypeError("The nonce of the frames must have 8 to 32 letters of a-z and 0-9.");
  }
  return asciiBytes(`@rv1.${nonce} `);
}

/**
 * The frame as one line of the log, with its newline. Throws a TypeError for a frame that is too long, or whose payload
 * holds a newline.
 */
export function encodeFrame(nonce: string, frame: Frame): Uint8Array {
  const payload = frame.kind === "data" ? frame.payload : asciiBytes(JSON.stringify(bodyOf(frame)));
  const fields = frame.kind === "data" ? `${tagOf(frame)} ${frame.offset} ${payload.length}` : tagOf(frame);
  const magic = frameMagic(nonce);
  const header = asciiBytes(`${frame.seq} ${fields} `);
  const length = magic.length + header.length + payload.length + 2;
  if (length > FRAME_BYTES) throw new TypeError(`A frame has at most ${FRAME_BYTES} bytes: cut the payload.`);
  if (payload.includes(0x0a)) throw new TypeError("The payload of a frame holds no newline: cut it there.");
  const line = new Uint8Array(length);
  line.set(magic);
  line.set(header, magic.length);
  line.set(payload, magic.length + header.length);
  line[length - 2] = frame.kind === "data" && !frame.endsLine ? GOES_ON : ENDS;
  line[length - 1] = 0x0a;
  return line;
}

/**
 * Reads a line of the log, without its newline. A payload is a view on the line. Takes the magic and not the nonce,
 * because it is asked for every line.
 */
export function decodeFrame(line: Uint8Array, magic: Uint8Array): FrameReading {
  if (!standsAt(line, 0, magic)) return { kind: "foreign" };
  const seq = numberAt(line, magic.length);
  if (seq === null || line.length >= FRAME_BYTES) return { kind: "damaged" };
  const tagEnd = line.indexOf(SPACE, seq.end);
  const tag = tagEnd === -1 || tagEnd > seq.end + 4 ? "" : asciiText(line, seq.end, tagEnd);
  const last = line.length - 1;
  const mark = line[last];
  if (mark !== ENDS && mark !== GOES_ON) return { kind: "damaged" };
  if (tag === "out" || tag === "err") return dataAt(line, tagEnd + 1, seq.value, tag);
  if (mark !== ENDS) return { kind: "damaged" };
  return bodyAt(asciiText(line, tagEnd + 1, last), seq.value, tag);
}

function dataAt(line: Uint8Array, start: number, seq: number, tag: "out" | "err"): FrameReading {
  const offset = numberAt(line, start);
  const length = offset === null ? null : numberAt(line, offset.end);
  const last = line.length - 1;
  if (offset === null || length === null || length.end + length.value !== last) return { kind: "damaged" };
  const stream = tag === "out" ? "stdout" : "stderr";
  const payload = line.subarray(length.end, last);
  return { kind: "data", seq, stream, offset: offset.value, payload, endsLine: line[last] === ENDS };
}

function bodyAt(text: string, seq: number, tag: string): FrameReading {
  const lost = tag === "lost" ? readLost(text) : null;
  if (lost !== null) return { kind: "lost", seq, lost };
  const beat = tag === "beat" ? readBeat(text) : null;
  if (beat !== null) return { kind: "beat", seq, beat };
  const end = tag === "end" ? readEnd(text) : null;
  return end === null ? { kind: "damaged" } : { kind: "end", seq, end };
}

function bodyOf(frame: Exclude<Frame, { readonly kind: "data" }>): Lost | Beat | End {
  if (frame.kind === "lost") return frame.lost;
  return frame.kind === "beat" ? frame.beat : frame.end;
}

function tagOf(frame: Frame): string {
  if (frame.kind !== "data") return frame.kind;
  return frame.stream === "stdout" ? "out" : "err";
}

/** Decimal digits and the space behind them. */
function numberAt(line: Uint8Array, start: number): { readonly value: number; readonly end: number } | null {
  let value = 0;
  let index = start;
  while (index - start <= LONGEST_NUMBER) {
    const digit = Number(line[index]) - ZERO;
    if (!(digit >= 0 && digit <= 9)) break;
    value = value * 10 + digit;
    index += 1;
  }
  if (index === start || index - start > LONGEST_NUMBER || line[index] !== SPACE) return null;
  return { value, end: index + 1 };
}
