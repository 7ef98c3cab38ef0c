import { INPUTS_PATH, type InputFile } from "@runverdict/k8s-runner";
import type { McpServer } from "../host/execution-context.ts";
import { digest } from "./digest.ts";

/** The MCP servers that the host offers to the run. */
export interface McpConfig {
  /** In the pod. */
  readonly path: string;
  /** Holds tokens, so it is only ever a part of the run's Secret. */
  readonly input: InputFile;
}

const FILE = "mcp.json";

/** Null where the host offers none. */
export function mcpConfigOf(servers: readonly McpServer[], apiUrl: string | null): McpConfig | null {
  if (servers.length === 0) return null;
  const names = new Set<string>();
  const entries = servers.map((server) => {
    const name = unusedName(server, names);
    names.add(name);
    const headers = { Authorization: `Bearer ${server.token}` };
    return [name, { type: "http", url: reachable(server.url, apiUrl), headers }] as const;
  });
  const text = `${JSON.stringify({ mcpServers: Object.fromEntries(entries) })}\n`;
  return { path: `${INPUTS_PATH}/${FILE}`, input: { path: FILE, text, sensitive: true } };
}

/**
 * Of the servers; empty for none. A connection's id says which tools there are, and its name how the session calls them.
 * A token is new for each run, the host's address is another after a move, and in which order they come says nothing.
 */
export function mcpIdentityOf(servers: readonly McpServer[]): string {
  if (servers.length === 0) return "";
  return digest(
    JSON.stringify(servers.map(({ name, connectionId }) => JSON.stringify([name, connectionId])).toSorted()),
  );
}

function unusedName({ name, connectionId }: McpServer, taken: ReadonlySet<string>): string {
  const longer = `${name}-${connectionId.slice(0, 8)}`;
  const names = [
    name,
    longer,
    ...Array.from({ length: taken.size + 1 }, (_, place) => `${longer}-${place + 2}`),
  ];
  return names.find((one) => !taken.has(one)) ?? longer;
}

/** A host that knows itself by a loopback address is reached where the configuration says. */
function reachable(url: string, apiUrl: string | null): string {
  if (apiUrl === null || !isLoopback(url) || !URL.canParse(apiUrl)) return url;
  const [told, base] = [new URL(url), new URL(apiUrl)];
  return `${base.origin}${told.pathname}${told.search}`;
}

/** Whether only the machine itself can be meant. */
export function isLoopback(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { hostname } = new URL(url);
  return (
    hostname === "localhost" ||
    hostname === "0.0.0.0" ||
    hostname === "[::1]" ||
    hostname === "[::]" ||
    /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(hostname)
  );
}
