import type { LogPlace } from "./log-place.ts";
import { createWaiting } from "./waiting.ts";

/** Takes a piece of the agent's output. `offset` counts the bytes before it since the run began, over all processes. */
export type OutputConsumer = (bytes: Uint8Array, offset: number) => void | Promise<void>;

/**
 * Output on its way from the log to its consumer, who may be slower than the log. The log's socket is never made to
 * wait, because a kubelet that is read from too slowly leaves lines out without a word.
 *
 * It is kept in memory and bounded: a file would put transcripts onto the runner's disk, and what does not fit here lies
 * on the node's disk already. When it is full the log connection is given up, and resumed from the cursor when there is
 * room; what the node's rotation took meanwhile is then a declared loss.
 */
export interface Spool {
  /** `place`: how far the log was read with all of these. */
  readonly put: (pieces: readonly Uint8Array[], place: LogPlace) => void;
  readonly isFull: () => boolean;
  /** Resolves when it is half empty, or when the signal is aborted. */
  readonly room: (signal: AbortSignal) => Promise<void>;
  /** Whether the consumer took everything; false when it failed, or the signal is aborted before it did. */
  readonly drained: (signal: AbortSignal) => Promise<boolean>;
  /** How far the consumer has taken the log; null when it has taken nothing in this process. */
  readonly accepted: () => LogPlace | null;
  /** What the consumer failed with, if it did; it gets nothing more then. */
  readonly failure: () => Error | null;
  /** Hands nothing more over. Resolves when the consumer is done with the piece that it has. */
  readonly close: () => Promise<void>;
}

const MOST_BYTES = 8 * 1024 * 1024;
/** Small pieces are handed over together as long as they wait. */
const PORTION_BYTES = 64 * 1024;

interface Portion {
  readonly pieces: Uint8Array[];
  bytes: number;
  place: LogPlace;
}

export function createSpool(consume: OutputConsumer, startAt: number, mostBytes: number = MOST_BYTES): Spool {
  const queue: Portion[] = [];
  const waiting = createWaiting();
  let [offset, held, isClosed] = [startAt, 0, false];
  let pumping: Promise<void> | null = null;
  let accepted: LogPlace | null = null;
  let failure: Error | null = null;

  async function handOver({ pieces, bytes, place }: Portion): Promise<void> {
    try {
      if (bytes > 0) await consume(joined(pieces), offset);
      offset += bytes;
      accepted = place;
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      failure = new Error(`The output's consumer failed: ${why}`);
    }
    held -= bytes;
  }

  async function pump(): Promise<void> {
    while (!isOver()) {
      const portion = queue.shift();
      if (portion === undefined) break;
      await handOver(portion);
      waiting.look();
    }
    pumping = null;
    waiting.look();
  }

  const isOver = (): boolean => isClosed || failure !== null;
  const isDrained = (): boolean => queue.length === 0 && pumping === null && failure === null;

  return {
    put(pieces, place) {
      if (isOver()) return;
      held += enqueue(queue, pieces, place);
      pumping ??= pump();
    },
    isFull: () => held >= mostBytes,
    room: (signal) => waiting.until(() => isOver() || held <= mostBytes / 2, signal),
    drained: async (signal) => {
      await waiting.until(() => isOver() || isDrained(), signal);
      return isDrained();
    },
    accepted: () => accepted,
    failure: () => failure,
    async close() {
      isClosed = true;
      queue.length = 0;
      waiting.look();
      await pumping;
    },
  };
}

/** Gives how much was added. */
function enqueue(queue: Portion[], pieces: readonly Uint8Array[], place: LogPlace): number {
  const bytes = pieces.reduce((sum, piece) => sum + piece.length, 0);
  const last = queue.at(-1);
  if (last === undefined || last.bytes + bytes > PORTION_BYTES) {
    queue.push({ pieces: [...pieces], bytes, place });
  } else {
    last.pieces.push(...pieces);
    last.bytes += bytes;
    last.place = place;
  }
  return bytes;
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const [only, ...others] = pieces;
  return only !== undefined && others.length === 0 ? only : Buffer.concat(pieces);
}
