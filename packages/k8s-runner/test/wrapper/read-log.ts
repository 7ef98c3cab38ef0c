import { decodeFrame, FRAME_BYTES, frameMagic } from "../../src/log/frame.ts";
import type { Frame } from "../../src/log/frame.ts";
import type { Beat, End, Lost } from "../../src/log/frame-body.ts";

/** A wrapper's stdout as its decoder has it, put together in the plainest way. */
export interface ReadLog {
  readonly frames: readonly Frame[];
  /** Lines that are no frames. */
  readonly foreign: readonly string[];
  readonly stdout: Buffer;
  readonly stderr: Buffer;
  readonly lost: readonly Lost[];
  readonly beats: readonly Beat[];
  readonly end: End | null;
  /** What is not as the format promises; nothing, that is. */
  readonly faults: readonly string[];
  readonly bytes: Buffer;
}

export function readLog(bytes: Buffer, nonce: string): ReadLog {
  const magic = frameMagic(nonce);
  const frames: Frame[] = [];
  const [foreign, faults]: [string[], string[]] = [[], []];
  for (const line of linesOf(bytes)) {
    if (line.length + 1 > FRAME_BYTES) faults.push(`a line of ${line.length + 1} bytes`);
    const reading = decodeFrame(line, magic);
    if (reading.kind === "foreign") foreign.push(line.toString());
    else if (reading.kind === "damaged") faults.push(`damaged: ${line.subarray(0, 80).toString()}`);
    else frames.push(reading);
  }
  for (const [index, { seq }] of frames.entries()) if (seq !== index) faults.push(`frame ${seq} at ${index}`);
  const end = frames.find((frame) => frame.kind === "end");
  if (end !== undefined && frames.at(-1) !== end) faults.push("frames after the last one");
  return {
    frames,
    foreign,
    stdout: assemble(frames, "stdout", faults),
    stderr: assemble(frames, "stderr", faults),
    lost: frames.flatMap((frame) => (frame.kind === "lost" ? [frame.lost] : [])),
    beats: frames.flatMap((frame) => (frame.kind === "beat" ? [frame.beat] : [])),
    end: end?.end ?? null,
    faults,
    bytes,
  };
}

/** What stands before each newline; an unfinished line at the end is left out. */
function linesOf(bytes: Buffer): readonly Buffer[] {
  const lines: Buffer[] = [];
  let start = 0;
  for (let at = bytes.indexOf(0x0a); at >= 0; at = bytes.indexOf(0x0a, start)) {
    lines.push(bytes.subarray(start, at));
    start = at + 1;
  }
  return lines;
}

/** The stream without what was lost of it; offsets must go on without holes. */
function assemble(frames: readonly Frame[], stream: "stdout" | "stderr", faults: string[]): Buffer {
  const pieces: Uint8Array[] = [];
  let place = 0;
  for (const frame of frames) {
    if (frame.kind === "lost" && frame.lost.stream === stream) {
      if (frame.lost.offset !== place) faults.push(`lost ${frame.lost.offset} at ${place}`);
      place = frame.lost.offset + frame.lost.bytes;
    }
    if (frame.kind !== "data" || frame.stream !== stream) continue;
    if (frame.offset !== place) faults.push(`${stream} ${frame.offset} at ${place}`);
    pieces.push(frame.payload, frame.endsLine ? Buffer.from("\n") : Buffer.alloc(0));
    place = frame.offset + frame.payload.length + (frame.endsLine ? 1 : 0);
  }
  return Buffer.concat(pieces);
}
