import { expect } from "vitest";

/** Counts the interesting cases of a property, so that it can prove that it met them. */
export interface Reached<Case extends string> {
  /** A case that was not announced is a mistake of the test. */
  when: (name: Case, happened: boolean) => void;
  /** Fails, naming the cases, when some were never met. */
  expectAll: () => void;
}

export function reached<const Case extends string>(...names: readonly Case[]): Reached<Case> {
  const announced = new Set<Case>(names);
  const missing = new Set<Case>(names);
  return {
    when: (name, happened) => {
      if (!announced.has(name)) throw new TypeError(`Announce "${name}" to reached().`);
      if (happened) missing.delete(name);
    },
    expectAll: () => expect([...missing]).toEqual([]),
  };
}
