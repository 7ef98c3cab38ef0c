import { joinLines } from "../ui-parser/log-line.ts";

/** Complete escape sequences, so that nothing of a colour or a title stays behind. */
const escapeSequence =
  // oxlint-disable-next-line no-control-regex -- escape sequences begin with one.
  /\u001b(?:\[[0-?]{0,32}[ -/]{0,4}[@-~]|\][^\u0007\u001b]{0,256}(?:\u0007|\u001b\\)?|[@-Z\\-_])/g;
/** Zero-width and bidirectional characters: they hide something, or they turn what follows. */
const invisible = /[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;
/** Controls, line separators that a screen may take for such, halves of characters. */
const unprintable = /[\p{Cc}\u2028\u2029]|\p{Surrogate}/gu;

/** The lines of a stranger's text, made printable; they keep their indentation. */
export function printableLines(text: string): readonly string[] {
  return text
    .replaceAll(escapeSequence, "")
    .split(/\r\n|[\n\r]/)
    .map((line) =>
      line.replaceAll("\t", "  ").replaceAll(invisible, "").replaceAll(unprintable, " ").trimEnd(),
    );
}

/** A stranger's text as one line, in which `⏎` stands for the ends of its lines. Empty lines go. */
export function printableLine(text: string): string {
  return joinLines(
    printableLines(text)
      .map((line) => line.replaceAll(/ {2,}/g, " ").trim())
      .filter((line) => line !== ""),
  );
}

/** The first `length` characters of a line at most, the last of them an ellipsis where it was cut. */
export function cutLine(line: string, length: number): string {
  return line.length <= length ? line : `${whole(line.slice(0, length - 1)).trimEnd()}…`;
}

/** The beginning and the end of a line: what a program says last is often why it failed. */
export function cutMiddle(line: string, length: number): string {
  if (line.length <= length) return line;
  const tail = Math.floor(length / 3);
  const end = line.slice(line.length - tail).replace(/^[\udc00-\udfff]/, "");
  return `${whole(line.slice(0, length - tail - 3)).trimEnd()} … ${end.trimStart()}`;
}

/** A cut must not leave half a character. */
function whole(text: string): string {
  return text.replace(/[\ud800-\udbff]$/, "");
}
