import { isLabelValue, isQualifiedName } from "@runverdict/k8s-runner";
import { z } from "zod";
import { pairsOf } from "./pairs.ts";

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
      else if (!isPlain(each) || !isLabelValue(String(each)))
        context.addIssue(
          `The value of "${key}" is no value of a label: use at most 63 letters, digits, "-", "_" and ".", with a letter or digit at both ends.`,
        );
    }
    return Object.fromEntries(pairs.map(([key, each]) => [key, String(each)]));
  });
}

/** Who writes JSON or YAML leaves out quotes: `zone: 3`, `gpu: true`. */
function isPlain(value: unknown): boolean {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}
