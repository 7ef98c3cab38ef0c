import { configSchema, type ConfigFieldSchema } from "./config/config-schema.ts";
import { configurationDoc } from "./config/configuration-doc.ts";
import { testEnvironment } from "./environment/test-environment.ts";
import { ADAPTER_TYPE } from "./host/adapter-type.ts";
import type { EnvironmentTestContext, EnvironmentTestResult } from "./host/environment-test.ts";
import type { ExecutionContext } from "./host/execution-context.ts";
import type { ExecutionResult } from "./host/execution-result.ts";
import { createModels, type Models } from "./models/create-models.ts";
import { createConnections } from "./run/connections.ts";
import { execute, type Host } from "./run/execute.ts";
import { createSweeper } from "./run/sweeper.ts";
import { sessionCodec, type SessionCodec } from "./session/session-codec.ts";
import { createSessionMemory } from "./session/session-memory.ts";
import { listSkills, syncSkills } from "./skills/skill-handlers.ts";

/** All of the adapter that Paperclip reads. Its own type of it is `ServerAdapterModule` of `@paperclipai/adapter-utils`. */
export interface ServerAdapter extends Models {
  readonly type: typeof ADAPTER_TYPE;
  /** Runs the agent once. It never throws, and never returns before the run is over. */
  readonly execute: (context: ExecutionContext) => Promise<ExecutionResult>;
  readonly testEnvironment: (context: EnvironmentTestContext) => Promise<EnvironmentTestResult>;
  readonly sessionCodec: SessionCodec;
  readonly listSkills: typeof listSkills;
  readonly syncSkills: typeof syncSkills;
  readonly getConfigSchema: () => { fields: ConfigFieldSchema[] };
  readonly agentConfigurationDoc: string;
  /** Each run gets a token for Paperclip's own API. */
  readonly supportsLocalAgentJwt: true;
  readonly supportsInstructionsBundle: true;
  readonly instructionsPathKey: "instructionsFilePath";
  readonly requiresMaterializedRuntimeSkills: false;
}

/** What Paperclip calls when it loads the package: it must not wait for anything, and asks nobody. */
export function createServerAdapter(): ServerAdapter {
  const { env } = process;
  const host: Host = {
    env,
    connections: createConnections(),
    sweeper: createSweeper(),
    sessions: createSessionMemory(),
  };
  return {
    type: ADAPTER_TYPE,
    execute: (context) => execute(context, host),
    testEnvironment: (context) => testEnvironment(context, { env }),
    sessionCodec,
    ...createModels(env),
    listSkills,
    syncSkills,
    getConfigSchema: configSchema,
    agentConfigurationDoc: configurationDoc(),
    supportsLocalAgentJwt: true,
    supportsInstructionsBundle: true,
    instructionsPathKey: "instructionsFilePath",
    requiresMaterializedRuntimeSkills: false,
  };
}
