import * as z from "zod";
import { entries, text, texts } from "./schemas.ts";

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

export const wireInit: z.ZodType<WireInit> = z.object({
  session_id: text,
  model: text,
  claude_code_version: text,
  cwd: text,
  permissionMode: text,
  apiKeySource: text,
  tools: texts,
  mcp_servers: entries(z.object({ name: text, status: text })),
});
