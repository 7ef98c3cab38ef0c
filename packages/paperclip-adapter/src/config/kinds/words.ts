import { z } from "zod";
import { writtenJson } from "./written-json.ts";

const MOST_WORDS = 500;
const MOST_CHARACTERS = 32_768;

/**
 * Arguments of a program: a list, the JSON of one, or a text with white space between them, in which quotes keep what
 * belongs together, also inside of a word (`--name="a b"`). Nothing in it is expanded: no shell ever sees it.
 */
export function commandWords(): z.ZodType<readonly string[]> {
  return z.unknown().transform((value, context) => {
    const words = wordsOf(value);
    if (words !== null && words.length <= MOST_WORDS && words.every((word) => !word.includes("\0")))
      return words;
    context.addIssue(
      "It is no list of arguments: write them with spaces between, or as a JSON list of texts.",
    );
    return z.NEVER;
  });
}

function wordsOf(value: unknown): readonly string[] | null {
  if (typeof value === "string" && !value.trim().startsWith("[")) return writtenWords(value);
  const json = writtenJson(value);
  if (!Array.isArray(json)) return null;
  const words = json.filter((one: unknown) => typeof one === "string" || typeof one === "number");
  return words.length === json.length ? words.map(String) : null;
}

/** Each try begins where the last piece ended, and the first that fails is the last: linear, whatever is written. */
const piece = /\s+|"((?:[^"\\]|\\.)*)"|'([^']*)'|([^\s"']+)/suy;

function writtenWords(text: string): readonly string[] | null {
  if (text.length > MOST_CHARACTERS) return null;
  const words: string[] = [];
  let word: string | null = null;
  for (let at = 0; at < text.length; at = piece.lastIndex) {
    piece.lastIndex = at;
    const match = piece.exec(text);
    if (match === null) return null;
    const [, double, single, plain] = match;
    const part = double?.replace(/\\(.)/gsu, "$1") ?? single ?? plain;
    if (part !== undefined) {
      word = (word ?? "") + part;
    } else if (word !== null) {
      words.push(word);
      word = null;
    }
  }
  return word === null ? words : [...words, word];
}
