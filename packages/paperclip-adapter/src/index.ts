export type { AdapterConfig } from "./config/adapter-config.ts";
export type { ExecutionContext } from "./host/execution-context.ts";
export type { ExecutionResult } from "./host/execution-result.ts";
