import { classify, type Verdict } from "@runverdict/classifier";
import type { EventLine } from "./event-line.ts";
import { readCase, type CaseOptions } from "./read-case.ts";
import type { Single } from "./subject.ts";

/** What came of one case. */
export type Judged = Explained | Unexplained;

export interface Explained {
  readonly kind: "explained";
  readonly name: string;
  readonly verdict: Verdict;
  readonly last: readonly EventLine[];
}

export interface Unexplained {
  readonly kind: "unexplained";
  readonly name: string;
  readonly sentence: string;
}

export async function judge(subject: Single, options: CaseOptions): Promise<Judged> {
  const { name } = subject;
  const found = await readCase(subject, options);
  if (found.kind === "unusable") return { kind: "unexplained", name, sentence: found.sentence };
  const { evidence, last } = found.value;
  return { kind: "explained", name, verdict: classify(evidence), last };
}

/** One line of JSON, in which what could garble a terminal is escaped. */
export function jsonLine(judged: Judged): string {
  const shown =
    judged.kind === "explained"
      ? { case: judged.name, ...judged.verdict }
      : { case: judged.name, error: judged.sentence };
  return JSON.stringify(shown).replace(/[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/gu, (sign) =>
    [...Array(sign.length).keys()]
      .map((at) => `\\u${sign.charCodeAt(at).toString(16).padStart(4, "0")}`)
      .join(""),
  );
}
