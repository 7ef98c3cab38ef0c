import { isDataKey, isDnsSubdomain, isVariableName } from "@runverdict/k8s-runner";
import { z } from "zod";
import { linesOf, sidesOf } from "./lines.ts";
import { writtenJson } from "./written-json.ts";

/** A variable whose value stands in a Secret of the namespace. */
export interface SecretReference {
  readonly name: string;
  readonly secret: string;
  readonly key: string;
  /** Whether the pod starts without it. */
  readonly optional: boolean;
}

const CURE = "Write one `NAME=secret/key` in a line; a `?` at the end lets the pod start without it.";

/** `NAME=secret/key` lines, or a JSON object of them. */
export function secretReferences(): z.ZodType<readonly SecretReference[]> {
  return z.unknown().transform((value, context) => {
    const references = referencesOf(value);
    if (references !== null) return references;
    context.addIssue(`It is no list of references to Secrets. ${CURE}`);
    return z.NEVER;
  });
}

function referencesOf(value: unknown): readonly SecretReference[] | null {
  const json = typeof value === "string" && !value.trim().startsWith("{") ? undefined : writtenJson(value);
  const sides =
    json === undefined
      ? typeof value === "string"
        ? linesOf(value)?.map(sidesOf)
        : undefined
      : typeof json === "object" && json !== null && !Array.isArray(json)
        ? Object.entries(json).map(([name, to]: [string, unknown]) =>
            typeof to === "string" ? ([name, to] as const) : null,
          )
        : undefined;
  const references = sides?.map((pair) => (pair === null ? null : referenceOf(pair)));
  const known = references?.filter((one) => one !== null) ?? [];
  return references === undefined || known.length < references.length ? null : known;
}

function referenceOf([name, to]: readonly [string, string]): SecretReference | null {
  const optional = to.endsWith("?");
  const [secret = "", key = "", ...more] = (optional ? to.slice(0, -1) : to).split("/");
  const isRight = isVariableName(name) && isDnsSubdomain(secret) && isDataKey(key) && more.length === 0;
  return isRight ? { name, secret, key, optional } : null;
}
