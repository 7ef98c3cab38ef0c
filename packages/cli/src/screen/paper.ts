import { styleText } from "node:util";
import stringWidth from "string-width";
import wrapAnsi from "wrap-ansi";
import { ascii, plain } from "./plain.ts";
import type { Screen } from "./screen.ts";

export type Style = (text: string) => string;

/** What the renderers write on: it knows how wide it is, and whether it shows colours and more than ASCII. */
export interface Paper {
  /** Width of running text. */
  readonly columns: number;
  /** Width of tables and event lines, which gain from a wide terminal. */
  readonly wide: number;
  readonly signs: Signs;
  readonly bold: Style;
  readonly dim: Style;
  readonly good: Style;
  readonly bad: Style;
  readonly warn: Style;
  readonly calm: Style;
  /** A foreign text made printable, of at most `most` characters. */
  readonly text: (foreign: string, most?: number) => string;
}

export interface Signs {
  readonly good: string;
  readonly bad: string;
  readonly cancelled: string;
  readonly late: string;
  readonly open: string;
  readonly bullet: string;
  readonly dot: string;
  readonly ellipsis: string;
}

const unicodeSigns: Signs = {
  good: "✓",
  bad: "✗",
  cancelled: "⊘",
  late: "◷",
  open: "●",
  bullet: "•",
  dot: "·",
  ellipsis: "…",
};

const asciiSigns: Signs = {
  good: "+",
  bad: "x",
  cancelled: "-",
  late: "!",
  open: "o",
  bullet: "*",
  dot: "-",
  ellipsis: "...",
};

export function createPaper(screen: Screen): Paper {
  const style =
    (format: Parameters<typeof styleText>[0]): Style =>
    (text) =>
      screen.colour && text !== "" ? styleText(format, text, { validateStream: false }) : text;
  return {
    columns: screen.columns,
    wide: screen.wide,
    signs: screen.unicode ? unicodeSigns : asciiSigns,
    bold: style("bold"),
    dim: style("dim"),
    good: style("green"),
    bad: style("red"),
    warn: style("yellow"),
    calm: style("cyan"),
    text: (foreign, most) => (screen.unicode ? plain(foreign, most) : ascii(plain(foreign, most))),
  };
}

/** Lines of at most `columns`, broken between words (inside one only if it is longer than a line). */
export function wrap(text: string, columns: number, indent = 0, hanging: number = indent): readonly string[] {
  const room = Math.max(columns - Math.max(indent, hanging), 2);
  return wrapAnsi(text, room, { hard: true })
    .split("\n")
    .map((line, index) => `${" ".repeat(index === 0 ? indent : hanging)}${line}`);
}

export function widthOf(text: string): number {
  return stringWidth(text);
}

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/** The text if it fits, else as much of it as does with an ellipsis behind. The text must not hold styles. */
export function cut(text: string, columns: number, ellipsis: string): string {
  if (widthOf(text) <= columns) return text;
  const room = columns - widthOf(ellipsis);
  let kept = "";
  let used = 0;
  for (const { segment } of graphemes.segment(text)) {
    used += widthOf(segment);
    if (used > room) break;
    kept += segment;
  }
  return room < 0 ? "" : `${kept.trimEnd()}${ellipsis}`;
}

/** The same, but what is left out is in the middle: names often differ at their end. */
export function cutMiddle(text: string, columns: number, ellipsis: string): string {
  if (widthOf(text) <= columns) return text;
  let tail = "";
  for (const { segment } of [...graphemes.segment(text)].toReversed()) {
    if (widthOf(segment + tail) > columns / 3) break;
    tail = segment + tail;
  }
  return `${cut(text, columns - widthOf(tail), ellipsis)}${tail}`;
}

/** The text, cut or padded to exactly `columns`. */
export function fit(text: string, columns: number, ellipsis: string): string {
  const kept = cut(text, columns, ellipsis);
  return `${kept}${" ".repeat(Math.max(columns - widthOf(kept), 0))}`;
}
