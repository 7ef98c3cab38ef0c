import { quotable, type Usage } from "@runverdict/classifier";
import type { ExecutionResult } from "../host/execution-result.ts";
import type { RunEnd } from "./run-end.ts";
import { runUsage } from "./run-usage.ts";

type BillingFields = Pick<
  ExecutionResult,
  "provider" | "biller" | "billingType" | "model" | "usage" | "usageBasis" | "costUsd"
>;

/** What the run used, and who is to pay. What nobody said is left out: a cut run was once read as one that cost nothing. */
export function billingFields(end: RunEnd): BillingFields {
  const { stream, billing } = end;
  const usage = runUsage(end);
  const model = stream?.session.init?.model ?? billing.model;
  const cost = figure(usage.costUsd);
  return {
    provider: "anthropic",
    biller: billing.biller,
    billingType: billing.billingType,
    model: model === null ? null : quotable(model, 120),
    ...tokensOf(usage),
    ...(cost === null ? {} : { costUsd: cost }),
  };
}

/** The host counts what is written to the cache as input, and has a figure of its own for what is read from it. */
function tokensOf(usage: Usage): Pick<ExecutionResult, "usage" | "usageBasis"> {
  const input = figure(usage.inputTokens);
  const outputTokens = figure(usage.outputTokens);
  if (input === null || outputTokens === null) return {};
  const read = figure(usage.cacheReadTokens);
  const inputTokens = input + (figure(usage.cacheCreationTokens) ?? 0);
  const cached = read === null ? {} : { cachedInputTokens: read };
  return { usage: { inputTokens, outputTokens, ...cached }, usageBasis: "per_run" };
}

/** Figures come from the agent's output: not every number that stands there is a count or a price. */
function figure(value: number | null): number | null {
  return value !== null && value >= 0 && value <= Number.MAX_SAFE_INTEGER ? value : null;
}
