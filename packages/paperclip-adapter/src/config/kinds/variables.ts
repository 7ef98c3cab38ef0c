import { isVariableName } from "@runverdict/k8s-runner";
import { z } from "zod";
import type { ConfiguredVariable } from "../adapter-config.ts";

/**
 * The host's own editor of variables: an object whose values are texts, or `{ type, value }` where the host has resolved
 * one. A value is never quoted: it may be a secret.
 */
export function variables(): z.ZodType<readonly ConfiguredVariable[]> {
  return z.record(z.string(), z.unknown(), "It is no object of variables.").transform((record, context) =>
    Object.entries(record).flatMap(([name, raw]): readonly ConfiguredVariable[] => {
      const value = valueOf(raw);
      if (value === null) {
        // An unresolved reference of the host: what stands behind it is not ours to find.
        context.addIssue(`The variable "${name.slice(0, 80)}" has no text for a value: set it anew.`);
        return [];
      }
      if (!isVariableName(name)) {
        context.addIssue(`"${name.slice(0, 80)}" is no name of a variable: use letters, digits and "_".`);
        return [];
      }
      return [{ kind: "value", name, value }];
    }),
  );
}

function valueOf(raw: unknown): string | null {
  const value: unknown =
    typeof raw === "object" && raw !== null && Object.hasOwn(raw, "value") ? Reflect.get(raw, "value") : raw;
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? String(value)
    : null;
}
