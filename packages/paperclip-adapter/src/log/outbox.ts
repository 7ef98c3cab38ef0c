import type { Cluster } from "@runverdict/k8s-runner";
import { counted } from "@runverdict/stream-parser/describe";
import type { ExecutionContext } from "../host/execution-context.ts";
import { writeLogLine } from "../ui-parser/log-line.ts";
import { CHUNK_BYTES, inChunks } from "./chunks.ts";

/** The way of the lines to the host, who takes one chunk after the other and about 0.8 ms for each. */
export interface Outbox {
  /** A line without its end. It returns at once: a log that is read too slowly loses lines without a word. */
  readonly put: (stream: Stream, line: string) => void;
  /** Resolves when the host has taken all, or has been given time enough. */
  readonly end: () => Promise<void>;
}

export type Stream = Parameters<ExecutionContext["onLog"]>[0];

export interface OutboxOptions {
  readonly onLog: ExecutionContext["onLog"];
  readonly clock: Pick<Cluster["clock"], "sleep">;
  /** Lines that have so many bytes together wait for the host at most; those that come then are left out. */
  readonly mostBytes: number;
}

/** Lines that come together travel together. */
const GATHER_MS = 250;
/** A host that does not answer must not keep a run from its end. */
const LAST_MS = 10_000;

interface Waiting {
  readonly stream: Stream;
  readonly text: string;
  readonly bytes: number;
}

export function createOutbox({ onLog, clock, mostBytes }: OutboxOptions): Outbox {
  const queue: Waiting[] = [];
  const over = new AbortController();
  let [held, leftOut, refused, isRefusalTold] = [0, 0, 0, false];
  let hurry = new AbortController();
  let pumping: Promise<void> | null = null;

  function enqueue(stream: Stream, line: string): void {
    const text = `${line.replaceAll("\0", "")}\n`;
    const bytes = Buffer.byteLength(text);
    queue.push({ stream, text, bytes });
    held += bytes;
    if (held >= CHUNK_BYTES) hurry.abort();
    pumping ??= pump();
  }

  /** What was left out is said where it is missing. */
  function tellGap(): void {
    if (leftOut === 0) return;
    const lines = counted(leftOut, "line");
    leftOut = 0;
    enqueue("stdout", ours(`${lines} left out: Paperclip took the log more slowly than it was written`));
  }

  function tellRefusal(): void {
    if (refused === 0 || isRefusalTold) return;
    isRefusalTold = true;
    enqueue(
      "stdout",
      ours(`Paperclip did not take ${counted(refused, "piece")} of this log before this line`),
    );
  }

  async function pump(): Promise<void> {
    while (queue.length > 0) {
      if (held < CHUNK_BYTES && !over.signal.aborted) await clock.sleep(GATHER_MS, hurry.signal);
      hurry = new AbortController();
      const { stream, text, bytes } = nextOf(queue);
      held -= bytes;
      for (const chunk of inChunks(text)) await hand(stream, chunk);
    }
    pumping = null;
  }

  async function hand(stream: Stream, chunk: string): Promise<void> {
    try {
      await onLog(stream, chunk);
      tellRefusal();
    } catch {
      refused += 1;
    }
  }

  return {
    put(stream, line) {
      const isFull = held > (leftOut === 0 ? mostBytes : mostBytes / 2);
      if (isFull) {
        leftOut += 1;
        return;
      }
      tellGap();
      enqueue(stream, line);
    },
    async end() {
      over.abort();
      hurry.abort();
      tellGap();
      const enough = new AbortController();
      await Promise.race([pumping, clock.sleep(LAST_MS, enough.signal)]);
      enough.abort();
    },
  };
}

/** As many lines of one stream as go into a chunk together; one that is longer goes alone. */
function nextOf(queue: Waiting[]): Waiting {
  const stream = queue[0]?.stream ?? "stdout";
  const texts: string[] = [];
  let bytes = 0;
  for (let next = queue[0]; next !== undefined && next.stream === stream; next = queue[0]) {
    if (texts.length > 0 && bytes + next.bytes > CHUNK_BYTES) break;
    texts.push(next.text);
    bytes += next.bytes;
    queue.shift();
  }
  return { stream, text: texts.join(""), bytes };
}

function ours(text: string): string {
  return writeLogLine({ speaker: "run", call: null, text });
}
