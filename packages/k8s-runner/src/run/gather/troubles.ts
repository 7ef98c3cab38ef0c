import type { Answer, Trouble } from "../../cluster/request/answer.ts";
import { explainTrouble } from "../../cluster/request/explain-trouble.ts";
import { isMissing } from "../failure.ts";

/** What could not be looked at, for people. That something is not there is an answer and no trouble. */
export interface Troubles {
  readonly note: (what: string, answer: Answer) => void;
  readonly say: (line: string) => void;
  readonly lines: () => readonly string[];
}

export function createTroubles(): Troubles {
  const lines = new Set<string>();
  const isTrouble = (answer: Answer): answer is Trouble => answer.kind !== "answered" && !isMissing(answer);
  return {
    note: (what, answer) =>
      isTrouble(answer) ? void lines.add(`${what}: ${explainTrouble(answer).sentence}`) : undefined,
    say: (line) => void lines.add(line),
    lines: () => [...lines],
  };
}
