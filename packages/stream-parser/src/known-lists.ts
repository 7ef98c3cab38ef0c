import { skipSame, skipValue, type JsonBytes } from "./json-bytes.ts";

/** The lists of the last init that was skimmed. */
export interface KnownLists {
  /** Skips the list at `at`, of which there are `index` before it on its line. Gives what `skipValue` gives. */
  readonly skip: (json: JsonBytes, at: number, index: number) => number;
}

/** The inits of the newest CLIs have nine. */
const LISTS = 16;
const LIST_BYTES = 65_536;

/**
 * Every turn of a session has an init. Two thirds of it are lists of tools and commands, and they are nearly always
 * those of the init before: of a whole init, comparing them takes 0.3 µs and walking over them 2 µs, which is 9 % of
 * reading many short runs.
 *
 * Only a list that was walked over is remembered, so that what is recognised has been looked at as closely as what is
 * not.
 */
export function createKnownLists(): KnownLists {
  const lists: string[] = [];
  return {
    skip(json, at, index) {
      const known = lists[index];
      const same = known === undefined ? -1 : skipSame(json, at, known);
      if (same !== -1) return same;
      const end = skipValue(json, at);
      const isWorthIt = index < LISTS && end - at <= LIST_BYTES;
      if (isWorthIt && end !== -1) lists[index] = json.latin1(json.bytes, at, end);
      return end;
    },
  };
}
