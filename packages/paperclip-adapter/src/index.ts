export type { AdapterConfig } from "./config/adapter-config.ts";
export { createServerAdapter, type ServerAdapter } from "./create-server-adapter.ts";
export { ADAPTER_TYPE } from "./host/adapter-type.ts";
export type { ExecutionContext } from "./host/execution-context.ts";
export type { ExecutionResult } from "./host/execution-result.ts";
