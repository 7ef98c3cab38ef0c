import { compareInstants, type Instant } from "./instant.ts";
import { isSameLine, type LineKey } from "./line-key.ts";
import { floorOf, type SeenLines } from "./seen-lines.ts";

/** What a line of a resumed log is. `new-after-loss` is a new one with something missing, or unproven, before it. */
export type Judgement = "seen" | "new" | "new-after-loss";

/** Judges the lines of one connection, each once and in order, until the last seen one has come by. */
export interface Replay {
  judge(line: LineKey): Judgement;
  /** Judges the last line of a connection, of which only the beginning came, so that it can't be recognised. */
  judgeCut(line: LineKey): Judgement;
  /** Whether the newest seen line came again, so that all that follows is new. */
  isOver(): boolean;
}

/**
 * A server that still has what it had sends the same lines again, from the floor on: they are counted off, and only the
 * newest must be recognised. When the first line is another one, the log was rotated: then lines are looked up among
 * the recent ones. Either way a line is dropped for its place and never for its content alone.
 *
 * `torn` is the line that a disconnect cut: it follows the newest seen one, so whatever is stamped earlier was seen.
 */
export function createReplay(seen: SeenLines, torn: Instant | null): Replay {
  const floor = floorOf(seen);
  if (floor === null) return { judge: () => "new", judgeCut: () => "new", isOver: () => true };
  const known = seen.recent.filter((line) => floor.since === null || line.seconds >= floor.since);
  const search = createSearch(known, torn);
  // Lines that must come before the known ones; none are counted off when the log does not begin as it did.
  let uncounted: number | null = null;

  return {
    judge(line) {
      uncounted ??= isSameLine(floor.first, line) ? floor.lines - known.length : 0;
      if (uncounted === 0) return search.judge(line);
      uncounted -= 1;
      return "seen";
    },
    judgeCut(line) {
      if (search.isOver()) return "new";
      const isLatest = seen.latest !== null && compareInstants(line, seen.latest) > 0;
      return isLatest ? search.judge(line) : "seen";
    },
    isOver: () => search.isOver(),
  };
}

/**
 * Looks lines up among the known ones, onwards from the last that was found. One that is not among them lies before the
 * newest, or is a rest of it, if its timestamp does: a rotated file may begin inside a line, and then shows its rest
 * like a line.
 */
function createSearch(known: readonly LineKey[], torn: Instant | null): Pick<Replay, "judge" | "isOver"> {
  let next = 0;
  let isOver = false;

  function judgeUnknown(line: LineKey): Judgement {
    const newest = known.at(-1);
    if (newest !== undefined && compareInstants(line, newest) <= 0) return "seen";
    const fromTorn = torn === null ? 1 : compareInstants(line, torn);
    if (fromTorn < 0) return "seen";
    isOver = true;
    return fromTorn === 0 ? "new" : "new-after-loss";
  }

  return {
    isOver: () => isOver,
    judge(line) {
      if (isOver) return "new";
      const index = known.findIndex((one, place) => place >= next && isSameLine(one, line));
      if (index === -1) return judgeUnknown(line);
      next = index + 1;
      isOver = next === known.length;
      return "seen";
    },
  };
}
