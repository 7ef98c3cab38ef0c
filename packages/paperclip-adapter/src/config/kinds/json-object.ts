import { z } from "zod";
import { writtenJson } from "./written-json.ts";

type Json = Readonly<Record<string, unknown>>;

const MOST_ITEMS = 100;

/** An object, or the JSON of one. */
export function jsonObject(): z.ZodType<Json> {
  const wrong = "It is no JSON object: write it in braces, with the keys in double quotes.";
  return z.unknown().transform((value, context) => {
    const json = writtenJson(value);
    if (isObject(json)) return json;
    context.addIssue(wrong);
    return z.NEVER;
  });
}

/** A list of objects, or the JSON of one. */
export function jsonList(): z.ZodType<readonly Json[]> {
  const wrong = `It is no JSON list of at most ${MOST_ITEMS} objects: write it in brackets, with the keys in double quotes.`;
  return z.unknown().transform((value, context) => {
    const json = writtenJson(value);
    if (Array.isArray(json) && json.length <= MOST_ITEMS && json.every(isObject)) return json;
    context.addIssue(wrong);
    return z.NEVER;
  });
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
