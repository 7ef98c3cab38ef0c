import { expect } from "vitest";

/** Counts the interesting cases of a property, so that it can prove that it met them. */
export interface Reached {
  /** Counts a case; one that was not announced is an error of the test. */
  when: (name: string, happened: boolean) => void;
  /** Fails, naming the case, when one was never met. */
  expectAll: () => void;
}

export function reached(...names: readonly string[]): Reached {
  const counts = new Map<string, number>(names.map((name) => [name, 0]));
  return {
    when: (name, happened) => {
      const count = counts.get(name);
      if (count === undefined) throw new TypeError(`Announce "${name}" to reached().`);
      if (happened) counts.set(name, count + 1);
    },
    expectAll: () => expect([...counts].filter(([, count]) => count === 0).map(([name]) => name)).toEqual([]),
  };
}
