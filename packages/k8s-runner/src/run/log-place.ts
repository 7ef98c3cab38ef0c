import type { FrameProgress } from "../log/frame-progress.ts";
import type { LogCursor } from "../log/log-cursor.ts";

/** How far a log was read: what a later connection, or a later process, goes on from. */
export interface LogPlace {
  readonly cursor: LogCursor;
  /** Null without the in-pod wrapper. */
  readonly frames: FrameProgress | null;
}

/** How much of the output was handed over up to there. */
export function outputBytes({ cursor, frames }: LogPlace): number {
  return frames === null ? cursor.bytes : frames.stdoutBytes;
}
