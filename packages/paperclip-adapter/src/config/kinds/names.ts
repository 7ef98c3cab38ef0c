import { isDnsSubdomain } from "@runverdict/k8s-runner";
import { z } from "zod";
import { linesOf } from "./lines.ts";
import { writtenJson } from "./written-json.ts";

/** Names of objects: a list, the JSON of one, or a text with commas or lines between them. */
export function objectNames(): z.ZodType<readonly string[]> {
  return z.unknown().transform((value, context) => {
    const names = namesOf(value);
    const wrong = names?.find((name) => !isDnsSubdomain(name));
    if (names !== null && wrong === undefined) return names;
    context.addIssue(
      wrong === undefined
        ? "It is no list of names: write one in a line."
        : `"${wrong.slice(0, 80)}" is no name of an object: use lower-case letters, digits, "-" and ".".`,
    );
    return z.NEVER;
  });
}

function namesOf(value: unknown): readonly string[] | null {
  if (typeof value === "string" && !value.trim().startsWith("[")) return linesOf(value.replaceAll(",", "\n"));
  const json = writtenJson(value);
  return Array.isArray(json) && json.every((one) => typeof one === "string") ? json : null;
}
