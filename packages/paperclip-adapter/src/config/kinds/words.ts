import { z } from "zod";
import { writtenJson } from "./written-json.ts";

const MOST_WORDS = 500;
const MOST_CHARACTERS = 32_768;

/**
 * Arguments of a program: a list, the JSON of one, or a text with white space between them, in which quotes keep what
 * belongs together. Nothing in it is expanded: no shell ever sees it.
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

const word = /"((?:[^"\\]|\\.)*)"|'([^']*)'|([^\s"']+)/g;

function wordsOf(value: unknown): readonly string[] | null {
  if (typeof value === "string" && value.length > MOST_CHARACTERS) return null;
  if (typeof value === "string" && !value.trim().startsWith("[")) {
    const rest = value.replace(word, "");
    if (/["']/.test(rest)) return null;
    return [...value.matchAll(word)].map(
      ([, double, single, plain]) => double?.replace(/\\(.)/g, "$1") ?? single ?? plain ?? "",
    );
  }
  const json = writtenJson(value);
  return Array.isArray(json) && json.every((one) => typeof one === "string") ? json : null;
}
