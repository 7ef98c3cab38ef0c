import type { EnvEntry } from "@runverdict/k8s-runner";

/** Who is paid for the run, as far as its environment tells. */
export interface RunBilling {
  readonly biller: "anthropic" | "aws_bedrock";
  readonly billingType: "api" | "metered_api" | "subscription";
}

/** A reference counts as set: what stands in a Secret is not ours to read. */
export function billingOf(env: readonly EnvEntry[]): RunBilling {
  if (usesBedrock(env)) return { biller: "aws_bedrock", billingType: "metered_api" };
  return { biller: "anthropic", billingType: isSet(env, "ANTHROPIC_API_KEY") ? "api" : "subscription" };
}

export function usesBedrock(env: readonly EnvEntry[]): boolean {
  const flag = env.find(({ name }) => name === "CLAUDE_CODE_USE_BEDROCK");
  const isOn = flag !== undefined && (!("value" in flag) || flag.value === "1" || flag.value === "true");
  return isOn || isSet(env, "ANTHROPIC_BEDROCK_BASE_URL");
}

function isSet(env: readonly EnvEntry[], name: string): boolean {
  return env.some((entry) => entry.name === name && (!("value" in entry) || entry.value !== ""));
}
