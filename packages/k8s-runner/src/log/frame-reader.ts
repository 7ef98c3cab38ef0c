import { standsAt } from "./ascii.ts";
import type { Beat, End, OutputStream } from "./frame-body.ts";
import { withGap, type FrameGap, type FrameProgress } from "./frame-progress.ts";
import { decodeFrame, frameMagic, type Frame } from "./frame.ts";
import type { LogPiece } from "./hand-over.ts";
import { createSha256 } from "./sha256.ts";

/** What the frames say, in order. */
export type FrameOutput =
  /** The bytes of one stream, joined, are what the agent wrote. */
  | { readonly kind: OutputStream; readonly bytes: Uint8Array }
  /** Here bytes are missing: what comes next may lie within a line, and what came last may lack its end. */
  | { readonly kind: "gap"; readonly gap: FrameGap }
  /** Written to the container's log by someone else. */
  | { readonly kind: "foreign"; readonly bytes: Uint8Array }
  | { readonly kind: "beat"; readonly beat: Beat }
  | { readonly kind: "end"; readonly end: End };

/** Takes the wrapper's frames out of a log that is read without timestamps. */
export interface FrameReader {
  take(pieces: readonly LogPiece[]): readonly FrameOutput[];
  progress(): FrameProgress;
}

const AT_SIGN = 0x40;
const NEWLINE = 0x0a;

/**
 * The sequence number tells what came again, the offset what is missing, so both are proof where the log alone has none.
 * Throws a TypeError for a nonce that a frame can't carry.
 */
export function createFrameReader(from: FrameProgress, nonce: string): FrameReader {
  const magic = frameMagic(nonce);
  const streams = createStreams(from);
  let { nextSeq, damagedLines, lastBeat, end } = from;

  function takeFrame(frame: Frame): readonly FrameOutput[] {
    if (frame.seq < nextSeq) return [];
    nextSeq = frame.seq + 1;
    if (frame.kind === "data") return streams.data(frame);
    if (frame.kind === "lost")
      return streams.skip(frame.lost.stream, frame.lost.offset + frame.lost.bytes, "pod");
    if (frame.kind === "beat") lastBeat = frame.beat;
    else end = frame.end;
    return [frame];
  }

  function takeLine(line: Uint8Array, whole: Uint8Array): readonly FrameOutput[] {
    const at = frameStart(line, magic);
    if (at === -1) return [{ kind: "foreign", bytes: whole }];
    const before: readonly FrameOutput[] = at === 0 ? [] : [{ kind: "foreign", bytes: line.subarray(0, at) }];
    const reading = decodeFrame(line.subarray(at), magic);
    if (reading.kind !== "damaged" && reading.kind !== "foreign") return [...before, ...takeFrame(reading)];
    damagedLines += 1;
    return before;
  }

  return {
    take: (pieces) =>
      pieces.flatMap(({ bytes, beginsLine, endsLine }) => {
        if (!beginsLine) return [{ kind: "foreign", bytes } as const];
        return takeLine(endsLine ? bytes.subarray(0, -1) : bytes, bytes);
      }),
    progress: () => ({ ...streams.progress(), nextSeq, damagedLines, lastBeat, end }),
  };
}

/** A frame may follow on the text of someone who wrote no newline. */
function frameStart(line: Uint8Array, magic: Uint8Array): number {
  let at = line.indexOf(AT_SIGN);
  while (at !== -1 && !standsAt(line, at, magic)) at = line.indexOf(AT_SIGN, at + 1);
  return at;
}

type DataFrame = Extract<Frame, { readonly kind: "data" }>;
type StreamProgress = Pick<FrameProgress, "stdoutBytes" | "stderrBytes" | "stdoutSha256" | "gaps">;

interface Streams {
  data(frame: DataFrame): readonly FrameOutput[];
  /** What lies before this offset and was not handed over will not come. */
  skip(stream: OutputStream, offset: number, where: FrameGap["where"]): readonly FrameOutput[];
  progress(): StreamProgress;
}

function createStreams(from: FrameProgress): Streams {
  const offsets = { stdout: from.stdoutBytes, stderr: from.stderrBytes };
  let { gaps } = from;
  let hash = from.stdoutSha256 === null ? null : createSha256(from.stdoutSha256);

  function skip(stream: OutputStream, offset: number, where: FrameGap["where"]): readonly FrameOutput[] {
    const gap = { stream, offset: offsets[stream], bytes: offset - offsets[stream], where };
    if (gap.bytes <= 0) return [];
    gaps = withGap(gaps, gap);
    offsets[stream] = offset;
    if (stream === "stdout") hash = null;
    return [{ kind: "gap", gap }];
  }

  return {
    skip,
    data(frame) {
      const { stream, offset } = frame;
      const before = skip(stream, offset, "log");
      // Less than what was handed over: no wrapper writes this, and twice is worse than once.
      if (offset < offsets[stream]) return before;
      const bytes = contentOf(frame);
      offsets[stream] += bytes.length;
      if (stream === "stdout") hash?.update(bytes);
      return [...before, { kind: stream, bytes }];
    },
    progress: () => ({
      stdoutBytes: offsets.stdout,
      stderrBytes: offsets.stderr,
      stdoutSha256: hash?.state() ?? null,
      gaps,
    }),
  };
}

function contentOf({ payload, endsLine }: DataFrame): Uint8Array {
  if (!endsLine) return payload;
  const bytes = new Uint8Array(payload.length + 1);
  bytes.set(payload);
  bytes[payload.length] = NEWLINE;
  return bytes;
}
