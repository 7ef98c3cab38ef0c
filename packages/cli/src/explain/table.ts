import type { Outcome } from "@runverdict/classifier";
import { counted } from "@runverdict/stream-parser/describe";
import { cut, cutMiddle, fit, widthOf, wrap, type Paper } from "../screen/paper.ts";
import type { Judged } from "./judged.ts";
import { outcomeLook } from "./outcome-look.ts";

/** Most codes are shorter; a longer one takes what it needs from the sentence behind it. */
const CODE = 17;
const OUTCOME = 9;
const GAP = "  ";
const NARROW = 60;
/** Fewer columns of a sentence say nothing. */
const LEAST_SENTENCE = 12;

/** One row a case, and a last line that counts them. */
export function table(all: readonly Judged[], paper: Paper): readonly string[] {
  const longest = Math.max(0, ...all.map(({ name }) => widthOf(paper.text(name))));
  const name = Math.min(longest, Math.max(8, Math.floor(paper.wide / 3)));
  return [...all.map((judged) => row(judged, name, paper)), "", ...wrap(tally(all), paper.wide)];
}

function row(judged: Judged, nameColumns: number, paper: Paper): string {
  const { ellipsis } = paper.signs;
  const name = fit(cutMiddle(paper.text(judged.name), nameColumns, ellipsis), nameColumns, ellipsis);
  if (judged.kind === "unexplained") {
    const facts = columnsOf("unusable", "", paper);
    return paper.warn(cut(`? ${name}${facts}${GAP}${paper.text(judged.sentence)}`, paper.wide, ellipsis));
  }
  const { outcome, code, summary } = judged.verdict;
  const { sign, ink } = outcomeLook(outcome, paper);
  const facts = columnsOf(outcome, paper.text(code), paper);
  const room = paper.wide - widthOf(`${sign} ${name}${facts}${GAP}`);
  if (room < LEAST_SENTENCE) return ink(cut(`${sign} ${name}${facts}`.trimEnd(), paper.wide, ellipsis));
  return `${ink(sign)} ${name}${ink(facts)}${GAP}${paper.dim(cut(paper.text(summary), room, ellipsis))}`;
}

/** Where there is little room, the sign says the outcome alone. */
function columnsOf(outcome: string, code: string, { wide }: Paper): string {
  const word = wide < NARROW ? "" : `${GAP}${outcome.padEnd(OUTCOME)}`;
  return `${word}${GAP}${code.padEnd(CODE)}`;
}

function tally(all: readonly Judged[]): string {
  const outcomes: readonly Outcome[] = ["succeeded", "failed", "cancelled", "timed_out", "unsettled"];
  const counts = outcomes.map(
    (outcome) =>
      [
        outcome,
        all.filter((one) => one.kind === "explained" && one.verdict.outcome === outcome).length,
      ] as const,
  );
  const unusable = all.filter(({ kind }) => kind === "unexplained").length;
  const parts = [...counts, ["unusable", unusable] as const].filter(([, many]) => many > 0);
  return `${counted(all.length, "case")}: ${parts.map(([word, many]) => `${many} ${word}`).join(", ")}`;
}
