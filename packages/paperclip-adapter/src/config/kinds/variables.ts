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
      if (value !== null && isVariableName(name)) return [{ kind: "value", name, value }];
      const named = `"${name.slice(0, 80)}"`;
      context.addIssue(
        value === null
          ? // An unresolved reference of the host: what stands behind it is not ours to find.
            `The variable ${named} has no text for a value: set it anew.`
          : `${named} is no name of a variable: use letters, digits and "_".`,
      );
      return [];
    });
  });
}

function valueOf(raw: unknown): string | null {
  const value: unknown =
    typeof raw === "object" && raw !== null && Object.hasOwn(raw, "value") ? Reflect.get(raw, "value") : raw;
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? String(value)
    : null;
}
