import type { StreamEvent } from "@runverdict/stream-parser";
import { describeEvent, tells, type Description } from "@runverdict/stream-parser/describe";

/** An event of the transcript in one line. */
export interface EventLine extends Description {
  readonly line: number;
  /** Epoch milliseconds, from the kubelet; null where the log has no timestamps. */
  readonly at: number | null;
}

const KEPT = 4;
/** A large event is described at once, so that its body need not be kept. */
const LARGE = 64 * 1024;

/** Keeps the last few events that tell a person something. */
export function lastEvents(): { see: (event: StreamEvent) => void; lines: () => readonly EventLine[] } {
  let kept: readonly (() => EventLine)[] = [];
  return {
    see: (event) => {
      if (!tells(event)) return;
      const line = event.byteLength > LARGE ? constant(eventLine(event)) : () => eventLine(event);
      kept = [...kept.slice(1 - KEPT), line];
    },
    lines: () => kept.map((line) => line()),
  };
}

export function eventLine(event: StreamEvent): EventLine {
  return { line: event.line, at: event.at, ...describeEvent(event) };
}

function constant<T>(value: T): () => T {
  return () => value;
}
