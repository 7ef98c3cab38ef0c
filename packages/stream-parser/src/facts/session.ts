import type { InitEvent, WireEvent } from "../events.ts";
import type { Limits } from "../limits.ts";
import type { InitFacts, SessionFacts } from "../parsed-stream.ts";
import { wireInit } from "../wire/init.ts";
import { shortOrNull, shortText } from "./bounded.ts";

/** The first session id that was seen, until an init says which it is. A result may be forged and does not count. */
export function sessionAfter(session: SessionFacts, event: WireEvent, limits: Limits): SessionFacts {
  if (session.id !== null || event.sessionId === null || event.kind === "result") return session;
  return { ...session, id: shortText(event.sessionId, limits) };
}

export function sessionAfterInit(session: SessionFacts, event: InitEvent, limits: Limits): SessionFacts {
  const init = initFacts(event, limits);
  const id = session.inits === 0 ? (init.sessionId ?? session.id) : session.id;
  return { id, inits: session.inits + 1, init };
}

function initFacts(event: InitEvent, limits: Limits): InitFacts {
  const wire = wireInit.parse(event.body.wire);
  return {
    line: event.line,
    sessionId: shortOrNull(wire.session_id, limits),
    model: shortOrNull(wire.model, limits),
    version: shortOrNull(wire.claude_code_version, limits),
    cwd: shortOrNull(wire.cwd, limits),
    permissionMode: shortOrNull(wire.permissionMode, limits),
    apiKeySource: shortOrNull(wire.apiKeySource, limits),
    tools: wire.tools.slice(0, limits.entries).map((tool) => shortText(tool, limits)),
    mcpServers: wire.mcp_servers.slice(0, limits.entries).map((server) => ({
      name: shortText(server.name ?? "", limits),
      status: shortText(server.status ?? "", limits),
    })),
  };
}
