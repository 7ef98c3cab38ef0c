import type { Tokens } from "../parsed-stream.ts";
import { isObject, numberOf, type JsonObject } from "../wire/fields.ts";

/** The sum over the models of a result's `modelUsage`; null when it names none. */
export function tokensOfModels(modelUsage: JsonObject | null): Tokens | null {
  let sum: Tokens | null = null;
  for (const usage of Object.values(modelUsage ?? {})) {
    if (!isObject(usage)) continue;
    sum = added(sum, {
      input: numberOf(usage["inputTokens"]),
      output: numberOf(usage["outputTokens"]),
      cacheRead: numberOf(usage["cacheReadInputTokens"]),
      cacheCreation: numberOf(usage["cacheCreationInputTokens"]),
    });
  }
  return sum;
}

export function added(sum: Tokens | null, more: Tokens): Tokens {
  if (sum === null) return more;
  return {
    input: plus(sum.input, more.input),
    output: plus(sum.output, more.output),
    cacheRead: plus(sum.cacheRead, more.cacheRead),
    cacheCreation: plus(sum.cacheCreation, more.cacheCreation),
  };
}

export function subtracted(sum: Tokens, less: Tokens): Tokens {
  return {
    input: minus(sum.input, less.input),
    output: minus(sum.output, less.output),
    cacheRead: minus(sum.cacheRead, less.cacheRead),
    cacheCreation: minus(sum.cacheCreation, less.cacheCreation),
  };
}

/** A figure that only one side knows is left as it is. */
function plus(sum: number | null, more: number | null): number | null {
  return sum === null || more === null ? (sum ?? more) : sum + more;
}

function minus(sum: number | null, less: number | null): number | null {
  return sum === null || less === null ? sum : sum - less;
}

/** The newer figures, and the older ones where the newer ones are silent. */
export function updated(older: Tokens, newer: Tokens): Tokens {
  return {
    input: newer.input ?? older.input,
    output: newer.output ?? older.output,
    cacheRead: newer.cacheRead ?? older.cacheRead,
    cacheCreation: newer.cacheCreation ?? older.cacheCreation,
  };
}

export function isSame(left: Tokens, right: Tokens): boolean {
  return (
    left.output === right.output &&
    left.input === right.input &&
    left.cacheRead === right.cacheRead &&
    left.cacheCreation === right.cacheCreation
  );
}

export function isZero(tokens: Tokens): boolean {
  return Object.values(tokens).every((figure) => figure === null || figure === 0);
}
