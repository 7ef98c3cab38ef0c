import { expect } from "vitest";

/** Counts the interesting cases of a property, so that it can prove that it met them. */
export interface Reached<Case extends string> {
  /** A case that was not announced is a mistake of the test. */
  when: (name: Case, happened: boolean) => void;
  /**
   * Fails, naming the cases, when some were never met. Not in a search with a fresh seed: there it would be a matter of
   * luck, and the fixed seed has proved that they can be met.
   */
  expectAll: () => void;
}

const isFresh = process.env["RUNVERDICT_SEARCH"] === "fresh";

export function reached<const Case extends string>(...names: readonly Case[]): Reached<Case> {
  const announced = new Set<Case>(names);
  const missing = new Set<Case>(names);
  return {
    when: (name, happened) => {
      if (!announced.has(name)) throw new TypeError(`Announce "${name}" to reached().`);
      if (happened) missing.delete(name);
    },
    expectAll: () => {
      if (!isFresh) expect([...missing]).toEqual([]);
    },
  };
}
