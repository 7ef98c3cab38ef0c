import type { InitEvent } from "../events.ts";
import type { Limits } from "../limits.ts";
import type { InitFacts } from "../parsed-stream.ts";
import { readInit } from "../wire/init.ts";
import { wireOf } from "../wire-of.ts";
import { shortOrNull, shortText, shortTexts } from "./bounded.ts";

export function initFacts(event: InitEvent, limits: Limits): InitFacts {
  const wire = readInit(wireOf(event) ?? {});
  return {
    line: event.line,
    sessionId: shortOrNull(wire.session_id, limits),
    model: shortOrNull(wire.model, limits),
    version: shortOrNull(wire.claude_code_version, limits),
    cwd: shortOrNull(wire.cwd, limits),
    permissionMode: shortOrNull(wire.permissionMode, limits),
    apiKeySource: shortOrNull(wire.apiKeySource, limits),
    tools: shortTexts(wire.tools, limits),
    mcpServers: wire.mcp_servers.slice(0, limits.entries).map((server) => ({
      name: shortText(server.name ?? "", limits),
      status: shortText(server.status ?? "", limits),
    })),
  };
}
