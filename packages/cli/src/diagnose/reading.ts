import { askRepeatedly, explainTrouble, type Answer, type Cluster, type Trouble } from "../run/runner.ts";

/** Reads one object or list, again where that may help: what is asked for is never changed by it. */
export type Reading = <T>(ask: () => Promise<Answer<T>>) => Promise<Answer<T>>;

const ATTEMPTS = 3;

export function readingFrom({ clock }: Cluster, signal: AbortSignal): Reading {
  return (ask) => askRepeatedly(clock, "nothing", ATTEMPTS, ask, signal);
}

/** Whether the server stands behind it that there is no such object. */
export function isMissing(trouble: Trouble): boolean {
  return (
    trouble.kind === "refused" && trouble.refusal.kind === "not-found" && trouble.refusal.resource !== null
  );
}

/** What went wrong, and its cure. */
export function troubleWords(trouble: Trouble): string {
  const { sentence, cure } = explainTrouble(trouble);
  return cure === "" ? sentence : `${sentence} ${cure}`;
}
