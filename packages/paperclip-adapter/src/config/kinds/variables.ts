import { isVariableName } from "@runverdict/k8s-runner";
import { z } from "zod";
import type { ConfiguredVariable } from "../adapter-config.ts";
import { pairsOf } from "./pairs.ts";

/**
 * The host's own editor of variables: an object whose values are texts, or `{ type, value }` where the host has resolved
 * one. A value is never quoted: it may be a secret.
 */
export function variables(): z.ZodType<readonly ConfiguredVariable[]> {
  return z.unknown().transform((given, context) => {
    const pairs = pairsOf(given);
    if (pairs === null) {
      context.addIssue('It is no object of variables: write them as {"NAME": "value"}.');
      return z.NEVER;
    }
    return pairs.flatMap(([name, raw]): readonly ConfiguredVariable[] => {
      const value = valueOf(raw);
      const problem = problemOf(name, value);
      if (problem !== null) context.addIssue(problem);
      return value === null || problem !== null ? [] : [{ kind: "value", name, value }];
    });
  });
}

/** Linux starts no program with a variable that is longer, its name, the "=" and the NUL at its end included. */
const MOST_BYTES = 131_072;

function problemOf(name: string, value: string | null): string | null {
  const named = `"${name.slice(0, 80)}"`;
  // An unresolved reference of the host: what stands behind it is not ours to find.
  if (value === null) return `The variable ${named} has no text for a value: set it anew.`;
  if (!isVariableName(name)) return `${named} is no name of a variable: use letters, digits and "_".`;
  const bytes = Buffer.byteLength(`${name}=${value}`) + 1;
  return bytes > MOST_BYTES
    ? `The variable ${named} takes ${bytes} bytes, and Linux starts no program with one of more than ${MOST_BYTES}: keep the text in a Secret, mount that with \`podTemplate\`, and give the path of its file instead.`
    : null;
}

function valueOf(raw: unknown): string | null {
  const value: unknown =
    typeof raw === "object" && raw !== null && Object.hasOwn(raw, "value") ? Reflect.get(raw, "value") : raw;
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? String(value)
    : null;
}
