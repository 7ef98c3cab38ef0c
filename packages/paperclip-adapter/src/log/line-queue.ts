import { counted } from "@runverdict/stream-parser/describe";
import type { ExecutionContext } from "../host/execution-context.ts";
import { CHUNK_BYTES } from "./chunks.ts";
import { spokenLine } from "./voice.ts";

export type Stream = Parameters<ExecutionContext["onLog"]>[0];

/** Lines that go to the host together. */
export interface Portion {
  readonly stream: Stream;
  readonly text: string;
}

/** The lines that wait for the host, in order. */
export interface LineQueue {
  /** A line without its end; it is left out when too much waits already. */
  readonly put: (stream: Stream, line: string) => void;
  /** Says what was left out since the last line that was not, as a line of its own. */
  readonly tellGap: () => void;
  /** As many lines of one stream as go into a chunk together; one that is longer goes alone. */
  readonly next: () => Portion;
  /** In UTF-8. */
  readonly bytes: () => number;
}

interface Waiting extends Portion {
  readonly bytes: number;
}

/** @param mostBytes When more wait, lines are left out until half of them are gone. */
export function createLineQueue(mostBytes: number): LineQueue {
  const queue: Waiting[] = [];
  let [held, leftOut] = [0, 0];

  function add(stream: Stream, line: string): void {
    const text = `${line.replaceAll("\0", "")}\n`;
    const bytes = Buffer.byteLength(text);
    queue.push({ stream, text, bytes });
    held += bytes;
  }

  function tellGap(): void {
    if (leftOut === 0) return;
    const lines = counted(leftOut, "line");
    leftOut = 0;
    add(
      "stdout",
      spokenLine("run", `${lines} left out: Paperclip took the log more slowly than it was written`),
    );
  }

  return {
    put(stream, line) {
      if (held > (leftOut === 0 ? mostBytes : mostBytes / 2)) {
        leftOut += 1;
        return;
      }
      tellGap();
      add(stream, line);
    },
    tellGap,
    next() {
      const stream = queue[0]?.stream ?? "stdout";
      const taken = queue.splice(0, fitting(queue, stream));
      held -= taken.reduce((sum, { bytes }) => sum + bytes, 0);
      return { stream, text: taken.map(({ text }) => text).join("") };
    },
    bytes: () => held,
  };
}

/** How many of the first lines make one chunk; one at least. */
function fitting(queue: readonly Waiting[], stream: Stream): number {
  let bytes = 0;
  for (const [count, line] of queue.entries()) {
    bytes += line.bytes;
    if (line.stream !== stream || (count > 0 && bytes > CHUNK_BYTES)) return count;
  }
  return queue.length;
}
