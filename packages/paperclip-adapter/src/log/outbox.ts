import type { Cluster } from "@runverdict/k8s-runner";
import { counted } from "@runverdict/stream-parser/describe";
import type { ExecutionContext } from "../host/execution-context.ts";
import { CHUNK_BYTES, inChunks } from "./chunks.ts";
import { createLineQueue, type Stream } from "./line-queue.ts";
import { spokenLine } from "./voice.ts";

/** The way of the lines to the host, who takes one chunk after the other and about 0.8 ms for each. */
export interface Outbox {
  /** A line without its end. It returns at once: a log that is read too slowly loses lines without a word. */
  readonly put: (stream: Stream, line: string) => void;
  /** Resolves when the host has taken all, or has been given time enough. */
  readonly end: () => Promise<void>;
}

export interface OutboxOptions {
  readonly onLog: ExecutionContext["onLog"];
  readonly clock: Pick<Cluster["clock"], "sleep">;
  readonly mostBytes: number;
}

/** Lines that come together travel together. */
const GATHER_MS = 250;
/** A host that does not answer must not keep a run from its end. */
const LAST_MS = 10_000;

export function createOutbox({ onLog, clock, mostBytes }: OutboxOptions): Outbox {
  const queue = createLineQueue(mostBytes);
  let [refused, isRefusalTold, isOver] = [0, false, false];
  let hurry = new AbortController();
  let pumping: Promise<void> | null = null;

  function look(): void {
    if (queue.bytes() >= CHUNK_BYTES || isOver) hurry.abort();
    if (queue.bytes() > 0) pumping ??= pump();
  }

  async function pump(): Promise<void> {
    while (queue.bytes() > 0) {
      if (queue.bytes() < CHUNK_BYTES && !isOver) await clock.sleep(GATHER_MS, hurry.signal);
      hurry = new AbortController();
      const { stream, text } = queue.next();
      for (const chunk of inChunks(text)) await hand(stream, chunk);
    }
    pumping = null;
  }

  /** What the host does not take is lost, and it is told so once, as soon as it takes something again. */
  async function hand(stream: Stream, chunk: string): Promise<void> {
    try {
      await onLog(stream, chunk);
    } catch {
      refused += 1;
      return;
    }
    if (refused === 0 || isRefusalTold) return;
    isRefusalTold = true;
    const pieces = counted(refused, "piece");
    queue.put("stdout", spokenLine("run", `Paperclip did not take ${pieces} of this log before this line`));
  }

  return {
    put(stream, line) {
      queue.put(stream, line);
      look();
    },
    async end() {
      isOver = true;
      queue.tellGap();
      look();
      const enough = new AbortController();
      await Promise.race([pumping, clock.sleep(LAST_MS, enough.signal)]);
      enough.abort();
    },
  };
}
