import { laterOf, type Instant } from "./instant.ts";
import type { LineKey } from "./line-key.ts";

/**
 * What is remembered of the lines that were handed over, as JSON: enough to ask the server for what follows, and to
 * recognise what it sends again. It does not grow.
 */
export interface SeenLines {
  /** The newest lines, in the order of the log. */
  readonly recent: readonly LineKey[];
  /** Places to resume at: the first stands for the beginning of the log, later ones for later seconds. */
  readonly floors: readonly Floor[];
  /** The latest timestamp of all. */
  readonly latest: Instant | null;
}

/**
 * A second that a resume may ask for, with what the server then sends again. Every line since then was counted, in the
 * order of the log; no timestamp before it was as late, so what the server leaves out is known as well.
 */
export interface Floor {
  /** Epoch seconds; null is the beginning of the log. */
  readonly since: number | null;
  readonly first: LineKey;
  readonly lines: number;
}

/** How many lines and floors are remembered. */
export const RECENT = 32;
export const FLOORS = 5;

/**
 * The API server cuts `sinceTime` to whole seconds. Beyond that one second is given away, because records are stamped
 * before they are written: stdout and stderr may come a little out of order, also across a full second.
 */
const SAFETY_SECONDS = 1;

export const nothingSeen: SeenLines = { recent: [], floors: [], latest: null };

/** The memory of a reader; `snapshot` gives it as data at any moment. */
export interface LineMemory {
  remember(line: LineKey): void;
  /** Whether a line is stamped so much earlier than one before it that `SAFETY_SECONDS` does not explain it. */
  goesBack(line: LineKey): boolean;
  snapshot(): SeenLines;
}

interface OpenFloor {
  readonly since: number | null;
  readonly first: LineKey;
  lines: number;
}

export function createLineMemory(from: SeenLines): LineMemory {
  const recent = [...from.recent];
  const floors: OpenFloor[] = from.floors.map((floor) => ({ ...floor }));
  let { latest } = from;

  function countIn(line: LineKey): void {
    for (const floor of floors) if (floor.since === null || line.seconds >= floor.since) floor.lines += 1;
    if (floors.length === 0) floors.push({ since: null, first: line, lines: 1 });
    if (latest !== null && line.seconds <= latest.seconds) return;
    // Between two lines that lie seconds apart any second may be asked for; the safest one is as early as needed.
    const earliest = latest === null ? line.seconds - SAFETY_SECONDS : latest.seconds + 1;
    floors.push({ since: Math.max(earliest, line.seconds - SAFETY_SECONDS), first: line, lines: 1 });
    if (floors.length > FLOORS) floors.splice(1, 1);
  }

  return {
    remember(line) {
      countIn(line);
      latest = laterOf(latest, line);
      recent.push(line);
      if (recent.length > RECENT) recent.shift();
    },
    goesBack: (line) => latest !== null && line.seconds < latest.seconds - SAFETY_SECONDS,
    snapshot() {
      return { recent: [...recent], floors: floors.map((floor) => ({ ...floor })), latest };
    },
  };
}

/** Where to resume: early enough for the newest line, so that it comes again and proves that nothing lies between. */
export function floorOf(seen: SeenLines): Floor | null {
  const newest = seen.recent.at(-1);
  if (newest === undefined) return null;
  const soon = newest.seconds - SAFETY_SECONDS;
  return seen.floors.findLast(({ since }) => since === null || since <= soon) ?? null;
}
