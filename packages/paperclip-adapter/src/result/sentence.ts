import type { Sentence } from "./host-words.ts";
import type { RunEnd } from "./run-end.ts";
import { deletion } from "./sentences/deletion.ts";
import { emptyAnswer } from "./sentences/empty-answer.ts";
import { initOnly } from "./sentences/init-only.ts";
import { timeOut } from "./sentences/time-out.ts";
import { truncation, truncationByTakedown } from "./sentences/truncation.ts";

/** The sentence that consumers match on, letter for letter; null where what it says is not so. */
export function sentenceFor(name: Sentence, end: RunEnd): string | null {
  return sentences[name](end);
}

const sentences: Readonly<Record<Sentence, (end: RunEnd) => string | null>> = {
  truncated: truncation,
  taken: truncationByTakedown,
  deleted: deletion,
  "init-only": initOnly,
  "empty-answer": emptyAnswer,
  "timed-out": timeOut,
};
