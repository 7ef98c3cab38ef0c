import type { Answer, Trouble } from "../../cluster/request/answer.ts";
import { explainTrouble } from "../../cluster/request/explain-trouble.ts";
import { isMissing } from "../failure.ts";

/** Something that could not be looked at, for people. That it is not there is an answer, and no trouble. */
export interface GatherTrouble {
  readonly about: "job" | "pod" | "events" | "log";
  readonly sentence: string;
  /** What would help; empty where nothing is known. */
  readonly cure: string;
}

/** Each trouble once, in the order in which they came. */
export interface Troubles {
  readonly note: (about: GatherTrouble["about"], answer: Answer) => void;
  readonly say: (trouble: GatherTrouble) => void;
  readonly all: () => readonly GatherTrouble[];
}

export function createTroubles(): Troubles {
  const troubles: GatherTrouble[] = [];
  const isTrouble = (answer: Answer): answer is Trouble => answer.kind !== "answered" && !isMissing(answer);
  const say = (trouble: GatherTrouble): void => {
    const isKnown = troubles.some(
      ({ about, sentence }) => about === trouble.about && sentence === trouble.sentence,
    );
    if (!isKnown) troubles.push(trouble);
  };
  return {
    note: (about, answer) => (isTrouble(answer) ? say({ about, ...explainTrouble(answer) }) : undefined),
    say,
    all: () => troubles,
  };
}
