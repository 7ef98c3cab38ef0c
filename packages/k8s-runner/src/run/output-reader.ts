import { createFrameReader, type FrameOutput } from "../log/frame-reader.ts";
import { noFrames } from "../log/frame-progress.ts";
import type { LogPiece, Timestamps } from "../log/hand-over.ts";
import { beginLog, continueLog, type LogCursor } from "../log/log-cursor.ts";
import { createLogReader, type LogReader } from "../log/log-reader.ts";
import type { LogPlace } from "./log-place.ts";
import { createTextTail, type StderrLine } from "./text-tail.ts";

/** Whose log it is. The runtime's name of a container is empty as long as it is not known. */
export interface LoggedContainer {
  readonly podUid: string;
  readonly containerId: string;
}

/** The agent's output out of a container's log, over any number of connections. */
export interface OutputReader {
  /** A connection is about to be opened: gives the `sinceTime` to ask with. */
  readonly open: (container: LoggedContainer) => { readonly sinceTime: string | null };
  /** Gives what is new of the output. */
  readonly feed: (chunk: Uint8Array) => readonly Uint8Array[];
  readonly close: () => { readonly inBand: string | null };
  /** No connection will follow: gives what is left. */
  readonly finish: () => readonly Uint8Array[];
  /** Null before a container was named. */
  readonly place: () => LogPlace | null;
  /**
   * With the wrapper, the last lines of what is not the agent's stdout: its stderr, and what others wrote to the
   * container's log, as the wrapper itself or a shell that did not find it.
   */
  readonly stderr: () => readonly StderrLine[];
}

const NEWLINE = Uint8Array.of(0x0a);

/** `nonce`: of the wrapper's frames; null without it. */
export function createOutputReader(
  from: LogPlace | null,
  timestamps: Timestamps,
  nonce: string | null,
): OutputReader {
  const frames = nonce === null ? null : createFrameReader(from?.frames ?? noFrames, nonce);
  const tail = createTextTail();
  const [agent, others] = [tail.voice(), tail.voice()];
  let cursor = from?.cursor ?? null;
  let reader: LogReader | null = null;

  function outputOf(pieces: readonly LogPiece[]): readonly Uint8Array[] {
    if (frames === null) return pieces.map(({ bytes }) => bytes);
    return frames.take(pieces).flatMap(contentOf);
  }

  function contentOf(output: FrameOutput): readonly Uint8Array[] {
    if (output.kind === "stdout") return [output.bytes];
    if (output.kind === "stderr") agent(output.bytes);
    if (output.kind === "foreign") others(output.bytes);
    // What comes behind a gap may lie within a line, and must not be joined to the line before it.
    return output.kind === "gap" && output.gap.stream === "stdout" ? [NEWLINE] : [];
  }

  const latest = (): LogCursor | null => reader?.cursor() ?? cursor;

  return {
    open({ podUid, containerId }) {
      const before = latest();
      const next = placed(before, podUid, containerId);
      if (reader === null || next !== before) {
        reader = createLogReader(next, frames === null ? timestamps : "strip");
        cursor = next;
      }
      return reader.open();
    },
    feed: (chunk) => outputOf(reader?.feed(chunk) ?? []),
    close: () => reader?.close() ?? { inBand: null },
    finish: () => outputOf(reader?.finish() ?? []),
    place() {
      const now = latest();
      return now === null ? null : { cursor: now, frames: frames?.progress() ?? null };
    },
    stderr: tail.lines,
  };
}

/** The cursor for this container. One that was begun before the container had a name is that container's. */
function placed(before: LogCursor | null, podUid: string, containerId: string): LogCursor {
  if (before === null) return beginLog(podUid, containerId);
  if (before.podUid !== podUid) return continueLog(before, podUid, containerId);
  if (containerId === "") return before;
  return before.containerId === "" ? { ...before, containerId } : continueLog(before, podUid, containerId);
}
