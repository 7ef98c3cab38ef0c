import type { Change } from "./change.ts";

/** The changes that watches can catch up on, and how far back they reach. */
export interface History {
  readonly add: (change: Change) => void;
  /** The changes after a version, oldest first; null when some of them are forgotten. */
  readonly after: (version: number) => readonly Change[] | null;
  readonly forgetAll: (upTo: number) => void;
}

export function createHistory(length: number, since: number): History {
  let changes: Change[] = [];
  let forgottenUpTo = since;
  return {
    add: (change) => {
      changes.push(change);
      // Now and then, and not each time: cutting the list copies it.
      if (changes.length <= length * 2) return;
      forgottenUpTo = changes.at(-length - 1)?.version ?? forgottenUpTo;
      changes = changes.slice(-length);
    },
    after: (version) => {
      if (version < forgottenUpTo) return null;
      return changes.slice(changes.findLastIndex((change) => change.version <= version) + 1);
    },
    forgetAll: (upTo) => {
      changes = [];
      forgottenUpTo = upTo;
    },
  };
}
