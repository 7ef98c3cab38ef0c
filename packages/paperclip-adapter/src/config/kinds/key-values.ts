import { isLabelValue, isQualifiedName } from "@runverdict/k8s-runner";
import { z } from "zod";
import { linesOf, sidesOf } from "./lines.ts";
import { writtenJson } from "./written-json.ts";

const CURE = "Write one `key=value` in a line, or a JSON object of texts.";

/** Labels or a node selector: `key=value` lines, a JSON object, or an object. */
export function keyValues(): z.ZodType<Readonly<Record<string, string>>> {
  return z.unknown().transform((value, context) => {
    const pairs = pairsOf(value);
    if (pairs === null) {
      context.addIssue(`It is no list of keys and values. ${CURE}`);
      return z.NEVER;
    }
    for (const [key, each] of pairs) {
      if (!isQualifiedName(key)) context.addIssue(`"${key.slice(0, 80)}" is no key of a label. ${CURE}`);
      else if (!isLabelValue(each))
        context.addIssue(
          `The value of "${key}" is no value of a label: at most 63 letters, digits, "-", "_" and ".", with a letter or digit at both ends.`,
        );
    }
    return Object.fromEntries(pairs);
  });
}

function pairsOf(value: unknown): readonly (readonly [string, string])[] | null {
  const json = typeof value === "string" && !value.trim().startsWith("{") ? undefined : writtenJson(value);
  if (json === undefined) return typeof value === "string" ? writtenPairs(value) : null;
  if (typeof json !== "object" || json === null || Array.isArray(json)) return null;
  const entries = Object.entries(json).map(([key, each]: [string, unknown]) => pairOf(key, each));
  return allOf(entries);
}

function writtenPairs(text: string): readonly (readonly [string, string])[] | null {
  const lines = linesOf(text);
  return lines === null ? null : allOf(lines.map(sidesOf));
}

function pairOf(key: string, value: unknown): readonly [string, string] | null {
  const isPlain = typeof value === "string" || typeof value === "number" || typeof value === "boolean";
  return isPlain ? [key, String(value)] : null;
}

function allOf<T>(list: readonly (T | null)[]): readonly T[] | null {
  const known = list.filter((one) => one !== null);
  return known.length === list.length ? known : null;
}
