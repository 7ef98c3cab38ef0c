import type { LogTestimony } from "@runverdict/classifier";
import type { FrameProgress } from "./frame-progress.ts";
import type { LogCursor, LogLoss } from "./log-cursor.ts";
import { createSha256 } from "./sha256.ts";

type Completeness = LogTestimony["completeness"];

/** What someone else says of how much the agent wrote to its stdout: the termination message, which outlives the log. */
export interface OutputTotal {
  readonly stdoutBytes: number;
  readonly stdoutSha256: string | null;
}

export interface LogWitness {
  readonly cursor: LogCursor;
  /** Null without the in-pod wrapper. */
  readonly frames: FrameProgress | null;
  readonly total: OutputTotal | null;
  /** How the last connection ended. */
  readonly end: LogTestimony["end"];
}

/**
 * How complete the captured log is. Without frames it is never proven: a kubelet that was read from too slowly left out
 * 30,000 lines in the middle and still ended with a clean EOF, so that nothing shows it.
 */
export function testimonyOf({ cursor, frames, total, end }: LogWitness): LogTestimony {
  const isFramed = frames !== null && frames.nextSeq > 0;
  return { completeness: isFramed ? framed(frames, total) : plain(cursor), end };
}

function plain({ losses }: LogCursor): Completeness {
  if (losses.count === 0) return "unproven";
  return losses.count > losses.first.length || losses.first.some(isInside) ? "gap" : "tail_lost";
}

/** Whether output was handed over behind the loss, so that it is not the end that is missing. */
function isInside({ kind, before }: LogLoss): boolean {
  return before !== null || kind === "restarted";
}

function framed(frames: FrameProgress, witness: OutputTotal | null): Completeness {
  const total = frames.end ?? witness;
  const headLost = frames.gaps.first.some(({ stream, offset }) => stream === "stdout" && offset === 0);
  const gapsInside = frames.gaps.stdout - (headLost ? 1 : 0);
  const known = Math.max(total?.stdoutBytes ?? 0, frames.lastBeat?.stdoutBytes ?? 0);
  const tailLost = known > frames.stdoutBytes;
  if (gapsInside > 0 || (headLost && tailLost)) return "gap";
  if (headLost) return "head_lost";
  if (tailLost) return "tail_lost";
  if (total === null) return "unproven";
  return total.stdoutBytes === frames.stdoutBytes && hashAgrees(frames, total) ? "complete" : "gap";
}

/** Where no hash is known on one of both sides, the unbroken offsets are proof enough. */
function hashAgrees({ stdoutSha256 }: FrameProgress, total: OutputTotal): boolean {
  if (stdoutSha256 === null || total.stdoutSha256 === null) return true;
  return createSha256(stdoutSha256).hex() === total.stdoutSha256;
}
