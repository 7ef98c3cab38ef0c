import { agentCodes, type AgentCode } from "./codes/agent.ts";
import { creationCodes, type CreationCode } from "./codes/creation.ts";
import type { CodeEntry } from "./codes/entry.ts";
import { inferenceCodes, type InferenceCode } from "./codes/inference.ts";
import { infrastructureCodes, type InfrastructureCode } from "./codes/infrastructure.ts";
import { intentCodes, type IntentCode } from "./codes/intent.ts";
import { observationCodes, type ObservationCode } from "./codes/observation.ts";
import { providerCodes, type ProviderCode } from "./codes/provider.ts";
import { startupCodes, type StartupCode } from "./codes/startup.ts";

/** What an ending is called. Codes are public API: one never changes its meaning. */
export type Code =
  | AgentCode
  | ProviderCode
  | IntentCode
  | CreationCode
  | StartupCode
  | InfrastructureCode
  | InferenceCode
  | ObservationCode;

/** What each code is: the one table that says so. */
export const CODES: Readonly<Record<Code, CodeEntry>> = {
  ...agentCodes,
  ...providerCodes,
  ...intentCodes,
  ...creationCodes,
  ...startupCodes,
  ...infrastructureCodes,
  ...inferenceCodes,
  ...observationCodes,
};
