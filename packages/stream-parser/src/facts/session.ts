import type { InitEvent, WireEvent } from "../events.ts";
import type { Limits } from "../limits.ts";
import type { InitFacts } from "../parsed-stream.ts";
import { readInit } from "../wire/init.ts";
import { shortOrNull, shortText, shortTexts } from "./bounded.ts";
import type { Draft } from "./draft.ts";

/** The first session id that was seen, until an init says which it is. A result may be forged and does not count. */
export function addSessionId({ session, limits }: Draft, event: WireEvent): void {
  if (session.id !== null || event.sessionId === null || event.kind === "result") return;
  session.id = shortText(event.sessionId, limits);
}

export function addInit({ session, conversation, limits }: Draft, event: InitEvent): void {
  const init = initFacts(event, limits);
  if (session.inits === 0) session.id = init.sessionId ?? session.id;
  session.inits += 1;
  session.init = init;
  conversation.lastTurnLine = event.line;
}

function initFacts(event: InitEvent, limits: Limits): InitFacts {
  const wire = readInit(event.body.wire);
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
