import { isObject, listOf, textOf, textsOf, type JsonObject } from "./fields.ts";

/** `system/init`: the first event of a turn. CLIs before 1.0.60 give only the tools, the servers and the session. */
export interface WireInit {
  readonly session_id: string | null;
  readonly model: string | null;
  readonly claude_code_version: string | null;
  readonly cwd: string | null;
  readonly permissionMode: string | null;
  readonly apiKeySource: string | null;
  readonly tools: readonly string[];
  readonly mcp_servers: readonly WireMcpServer[];
}

export interface WireMcpServer {
  readonly name: string | null;
  readonly status: string | null;
}

export function readInit(wire: JsonObject): WireInit {
  return {
    session_id: textOf(wire["session_id"]),
    model: textOf(wire["model"]),
    claude_code_version: textOf(wire["claude_code_version"]),
    cwd: textOf(wire["cwd"]),
    permissionMode: textOf(wire["permissionMode"]),
    apiKeySource: textOf(wire["apiKeySource"]),
    tools: textsOf(wire["tools"]),
    mcp_servers: listOf(wire["mcp_servers"])
      .filter(isObject)
      .map((server) => ({ name: textOf(server["name"]), status: textOf(server["status"]) })),
  };
}
