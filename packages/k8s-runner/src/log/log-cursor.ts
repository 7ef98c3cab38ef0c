import type { Instant } from "./instant.ts";
import { nothingSeen, type SeenLines } from "./seen-lines.ts";

/**
 * How far a container's log was handed over, as plain JSON. A reader that is made from it asks for what follows and
 * hands over exactly that: to restore a cursor is the same as to lose a connection.
 *
 * Persist it together with what the consumer made of the pieces, and the log is delivered exactly once. Persist it
 * after the consumer accepted them, and it is delivered at least once: `bytes` tells the consumer which part it has
 * already.
 */
export interface LogCursor {
  readonly podUid: string;
  readonly containerId: string;
  /** Bytes handed over since the beginning, in the form asked for (with timestamps or without). It never falls. */
  readonly bytes: number;
  /** Lines whose end was handed over. */
  readonly lines: number;
  readonly seen: SeenLines;
  /** The line of which only a beginning was handed over. */
  readonly unfinished: UnfinishedLine | null;
  readonly losses: LogLosses;
}

export interface UnfinishedLine {
  readonly instant: Instant;
  /** Bytes of its content that were handed over, without the timestamp. */
  readonly bytes: number;
  /** Hash of the first of these, and how many it is of. */
  readonly head: { readonly hash: number; readonly bytes: number };
}

/**
 * Why the output can't be trusted to be whole, and where:
 * - `not-resent`: the newest line that was seen did not come again, so the log was rotated, and lines may lie between.
 * - `torn`: a line was begun and its rest never came; a newline that is not the agent's was put behind it.
 * - `went-back`: a timestamp lies seconds before an earlier one. Either the node's clock was set back, or the kubelet
 *   opened a rotated file anew, which was seen to drop thousands of lines and to send others twice.
 * - `restarted`: the container is another one than before; the end of the former's log may be missing.
 */
export interface LogLoss {
  readonly kind: "not-resent" | "torn" | "went-back" | "restarted";
  /** How much had been handed over when it was noticed. */
  readonly bytes: number;
  readonly lines: number;
  /** The first line behind the loss; null where none is known. */
  readonly before: Instant | null;
}

export interface LogLosses {
  /** The first of them. */
  readonly first: readonly LogLoss[];
  readonly count: number;
}

/** How many losses are told one by one. */
export const KEPT_LOSSES = 16;

export const noLosses: LogLosses = { first: [], count: 0 };

/** A cursor at the beginning of a container's log. */
export function beginLog(podUid: string, containerId: string): LogCursor {
  return { podUid, containerId, bytes: 0, lines: 0, seen: nothingSeen, unfinished: null, losses: noLosses };
}

/**
 * The cursor for a container that took the place of the one it was for; the same cursor if it is the same container.
 * What was handed over stays counted, and that the end of the former log may be missing is declared.
 */
export function continueLog(cursor: LogCursor, podUid: string, containerId: string): LogCursor {
  if (cursor.podUid === podUid && cursor.containerId === containerId) return cursor;
  const { bytes, lines } = cursor;
  const losses =
    bytes === 0 ? cursor.losses : withLoss(cursor.losses, { kind: "restarted", bytes, lines, before: null });
  return { ...beginLog(podUid, containerId), bytes, lines, losses };
}

export function withLoss(losses: LogLosses, loss: LogLoss): LogLosses {
  const first = losses.count < KEPT_LOSSES ? [...losses.first, loss] : losses.first;
  return { first, count: losses.count + 1 };
}
