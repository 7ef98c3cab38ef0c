import { cut, fit, widthOf, type Paper, type Style } from "../screen/paper.ts";
import { clock } from "./clock.ts";
import type { EventLine } from "./event-line.ts";

const PLACE = 8;
const LABEL = 10;

/** One event on one line: its time (or line number), what it was, and as much of its text as there is room for. */
export function renderEvent({ line, at, label, text, mood }: EventLine, paper: Paper): string {
  const { ellipsis } = paper.signs;
  const place = at === null ? `#${line}` : clock(at);
  const before = cut(
    `  ${place.padEnd(PLACE)} ${fit(paper.text(label), LABEL, ellipsis)} `,
    paper.wide,
    ellipsis,
  );
  const room = paper.wide - widthOf(before);
  const said = cut(paper.text(text), room, ellipsis);
  return said === "" ? paper.dim(before.trimEnd()) : `${paper.dim(before)}${moodStyle(mood, paper)(said)}`;
}

function moodStyle(mood: EventLine["mood"], { good, bad }: Paper): Style {
  return { plain: (text: string) => text, good, bad }[mood];
}
