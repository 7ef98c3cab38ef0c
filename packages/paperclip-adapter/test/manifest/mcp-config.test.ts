import { expect, test } from "vitest";
import { mcpConfigOf, mcpIdentityOf } from "../../src/manifest/mcp-config.ts";

const server = (name: string, connectionId = "0123456789", url = "https://mcp.example/x?y=1") => ({
  name,
  connectionId,
  url,
  token: `token of ${name}`,
});

function written(servers: readonly ReturnType<typeof server>[], apiUrl: string | null = null): unknown {
  return JSON.parse(mcpConfigOf(servers, apiUrl)?.input.text ?? "null");
}

test("the servers of the host go into a file of the Secret, with their tokens", () => {
  expect(mcpConfigOf([server("git")], null)).toMatchObject({
    path: "/runverdict/inputs/mcp.json",
    input: { path: "mcp.json", sensitive: true },
  });
  expect(written([server("git")])).toEqual({
    mcpServers: {
      git: {
        type: "http",
        url: "https://mcp.example/x?y=1",
        headers: { Authorization: "Bearer token of git" },
      },
    },
  });
  expect(mcpConfigOf([], null)).toBeNull();
});

test("servers of one name are all there", () => {
  const servers = [server("git"), server("git"), server("git"), server("__proto__")];
  const text = mcpConfigOf(servers, null)?.input.text ?? "";
  expect([...text.matchAll(/"([^"]+)":\{"type"/g)].map(([, name]) => name)).toEqual([
    "git",
    "git-01234567",
    "git-01234567-2",
    "__proto__",
  ]);
});

test("a server at the host's loopback address is reached where Paperclip is", () => {
  const local = server("p", "c", "http://localhost:3100/api/mcp/p?x=1");
  expect(JSON.stringify(written([local], "https://paperclip.example/base"))).toContain(
    "https://paperclip.example/api/mcp/p?x=1",
  );
  expect(JSON.stringify(written([local]))).toContain("http://localhost:3100/api/mcp/p?x=1");
});

test("servers are those that they were, by whatever token and address they are reached, and in whatever order", () => {
  const [git, wiki] = [server("git"), server("wiki", "9876")];
  const identity = mcpIdentityOf([git, wiki]);
  expect(mcpIdentityOf([{ ...git, token: "renewed" }, wiki])).toBe(identity);
  expect(mcpIdentityOf([{ ...git, url: "http://127.0.0.1:3101/x" }, wiki])).toBe(identity);
  expect(mcpIdentityOf([wiki, git])).toBe(identity);
});

test("servers are others with another connection, another name or another number of them", () => {
  const [git] = [server("git")];
  const others = [[{ ...git, connectionId: "other" }], [{ ...git, name: "hub" }], [git, git], []];
  expect(new Set([[git], ...others].map(mcpIdentityOf)).size).toBe(5);
  expect(mcpIdentityOf([])).toBe("");
});
