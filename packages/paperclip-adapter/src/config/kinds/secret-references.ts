import { isDataKey, isDnsSubdomain, isVariableName } from "@runverdict/k8s-runner";
import { z } from "zod";
import { pairsOf, type Pair } from "./pairs.ts";

/** A variable whose value stands in a Secret of the namespace. */
export interface SecretReference {
  readonly name: string;
  readonly secret: string;
  readonly key: string;
  /** Whether the pod starts without it. */
  readonly optional: boolean;
}

const CURE = "Write one `NAME=secret/key` in a line; a `?` at the end lets the pod start without it.";

/** `NAME=secret/key` lines, or a JSON object of them. Only names are quoted: somebody wrote the secret itself here. */
export function secretReferences(): z.ZodType<readonly SecretReference[]> {
  return z.unknown().transform((value, context) => {
    const pairs = pairsOf(value);
    if (pairs === null) {
      context.addIssue(`It is no list of references to Secrets. ${CURE}`);
      return z.NEVER;
    }
    return pairs.flatMap((pair, place) => {
      const reference = referenceOf(pair);
      if (reference !== null) return [reference];
      const which = isVariableName(pair[0]) ? `"${pair[0].slice(0, 80)}"` : `Number ${place + 1}`;
      context.addIssue(`${which} is no reference to a Secret. ${CURE}`);
      return [];
    });
  });
}

function referenceOf([name, to]: Pair): SecretReference | null {
  if (typeof to !== "string") return null;
  const optional = to.endsWith("?");
  const [secret = "", key = "", ...more] = (optional ? to.slice(0, -1) : to).split("/");
  const isRight = isVariableName(name) && isDnsSubdomain(secret) && isDataKey(key) && more.length === 0;
  return isRight ? { name, secret, key, optional } : null;
}
