import type { Beat, End, OutputStream } from "./frame-body.ts";
import { emptySha256, type Sha256State } from "./sha256.ts";

/** How far the frames of a run were read, as plain JSON. It goes with the cursor of the log that they came in. */
export interface FrameProgress {
  /** The sequence number that comes next; 0 when no frame was seen. */
  readonly nextSeq: number;
  /** How much of each stream was handed over or is known to be missing. */
  readonly stdoutBytes: number;
  readonly stderrBytes: number;
  /** Of all stdout bytes so far; null when some are missing. */
  readonly stdoutSha256: Sha256State | null;
  readonly gaps: FrameGaps;
  /** Lines that began like a frame of this run and were none. */
  readonly damagedLines: number;
  readonly lastBeat: Beat | null;
  readonly end: End | null;
}

/** Bytes of a stream that are missing. */
export interface FrameGap {
  readonly stream: OutputStream;
  readonly offset: number;
  readonly bytes: number;
  /** Lost on the way from the wrapper, or before it could keep them. */
  readonly where: "log" | "pod";
}

export interface FrameGaps {
  /** The first of them. */
  readonly first: readonly FrameGap[];
  /** How many there are in stdout, and in stderr. */
  readonly stdout: number;
  readonly stderr: number;
}

/** How many gaps are told one by one. */
export const KEPT_GAPS = 16;

export const noFrames: FrameProgress = {
  nextSeq: 0,
  stdoutBytes: 0,
  stderrBytes: 0,
  stdoutSha256: emptySha256,
  gaps: { first: [], stdout: 0, stderr: 0 },
  damagedLines: 0,
  lastBeat: null,
  end: null,
};

export function withGap(gaps: FrameGaps, gap: FrameGap): FrameGaps {
  const first = gaps.first.length < KEPT_GAPS ? [...gaps.first, gap] : gaps.first;
  return { ...gaps, first, [gap.stream]: gaps[gap.stream] + 1 };
}
