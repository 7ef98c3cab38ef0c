import type { CarriedOver, Tokens } from "../parsed-stream.ts";
import { isObject, numberOf, type JsonObject } from "../wire/fields.ts";
import type { WireResult } from "../wire/result.ts";
import { costOf } from "./results.ts";
import { isZero, subtracted, tokensOfModels } from "./tokens.ts";

const none: Tokens = { input: 0, output: 0, cacheRead: 0, cacheCreation: 0 };

/**
 * What a resumed session brought along, as the first result of a process tells it: what all of the session used, less
 * what was used since the process began. Null where nothing was, or where it can't be told. Of 185 recorded runs that
 * tell, the two that had resumed a session differ.
 */
export function carriedOverBy(wire: WireResult): CarriedOver | null {
  const { result_index: index, model_usage_since_last_result: own } = wire;
  const whole = tokensOfModels(wire.modelUsage);
  if (index !== 0 || whole === null || own === null) return null;
  const tokens = subtracted(whole, tokensOfModels(own) ?? none);
  // Less than nothing is no figure of the CLI's.
  if (isZero(tokens) || Object.values(tokens).some((figure) => figure !== null && figure < 0)) return null;
  return { tokens, costUsd: dollars((costOf(wire) ?? 0) - costOfModels(own)) };
}

/** The run's own part of a cost that counts earlier runs in. */
export function ownCost(cost: number, carriedOver: CarriedOver | null): number {
  return carriedOver === null ? cost : dollars(cost - carriedOver.costUsd);
}

function costOfModels(models: JsonObject): number {
  return Object.values(models)
    .map((usage) => (isObject(usage) ? (numberOf(usage["costUSD"]) ?? 0) : 0))
    .reduce((sum, cost) => sum + cost, 0);
}

/** Differences of fractions carry noise; a billionth of a dollar is below any price. */
function dollars(difference: number): number {
  return Math.max(0, Math.round(difference * 1e9) / 1e9);
}
