import { configSchema } from "./config/config-schema.ts";
import { configurationDoc } from "./config/configuration-doc.ts";
import { testEnvironment } from "./environment/test-environment.ts";
import { ADAPTER_TYPE } from "./host/adapter-type.ts";
import type { ServerAdapter } from "./host/server-adapter.ts";
import { detectModel } from "./models/detect-model.ts";
import { listModels, models } from "./models/models.ts";
import { createConnections } from "./run/connections.ts";
import { execute } from "./run/execute.ts";
import { sessionCodec } from "./session/session-codec.ts";
import { listSkills, syncSkills } from "./skills/skill-handlers.ts";

/** What Paperclip loads: the host calls it once, and it must not wait for anything. */
export function createServerAdapter(): ServerAdapter {
  const connections = createConnections();
  return {
    type: ADAPTER_TYPE,
    execute: (context) => execute(context, { env: process.env, connections }),
    testEnvironment,
    sessionCodec,
    models,
    listModels,
    detectModel,
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
