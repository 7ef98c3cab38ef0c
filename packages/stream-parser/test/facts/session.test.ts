import { expect, test } from "vitest";
import { factsOf, factsWith } from "../support/streams-of.ts";
import { init, result } from "../support/wire.ts";

test("an init says what it was started with", () => {
  const { session } = factsOf(
    "words",
    init({
      model: "claude-x",
      claude_code_version: "2.1.329",
      cwd: "/workspace",
      permissionMode: "bypassPermissions",
      apiKeySource: "none",
      tools: ["Bash", 7, "Read"],
      mcp_servers: [
        { name: "files", status: "failed", source: "x" },
        "odd",
        { name: "half" },
        { status: "pending" },
      ],
    }),
  );
  expect(session).toEqual({
    id: "11111111-2222-4333-8444-555555555555",
    inits: 1,
    init: {
      line: 2,
      sessionId: "11111111-2222-4333-8444-555555555555",
      model: "claude-x",
      version: "2.1.329",
      cwd: "/workspace",
      permissionMode: "bypassPermissions",
      apiKeySource: "none",
      tools: ["Bash", "Read"],
      mcpServers: [
        { name: "files", status: "failed" },
        { name: "half", status: "" },
        { name: "", status: "pending" },
      ],
    },
  });
});

test("an old or a damaged init says nothing more than it says", () => {
  expect(factsOf(init({ session_id: 7, tools: "all", mcp_servers: {} })).session).toEqual({
    id: null,
    inits: 1,
    init: {
      line: 1,
      sessionId: null,
      model: null,
      version: null,
      cwd: null,
      permissionMode: null,
      apiKeySource: null,
      tools: [],
      mcpServers: [],
    },
  });
});

test("the session is the first init's, though hooks and resets come before it and others after", () => {
  const stream = factsOf(
    { type: "conversation_reset", session_id: "old" },
    init({ session_id: "first" }),
    init({ session_id: "second" }),
    { type: "assistant", session_id: "third" },
  );
  expect(stream.session).toMatchObject({ id: "first", inits: 2, init: { sessionId: "second", line: 3 } });
});

test("without an init the session is that of the first event that names one", () => {
  expect(
    factsOf({ type: "assistant" }, { type: "assistant", session_id: "a" }, { type: "user", session_id: "b" })
      .session.id,
  ).toBe("a");
});

test("a later init names the session that the first could not", () => {
  expect(factsOf(init({ session_id: null }), init({ session_id: "b" })).session.id).toBe("b");
  expect(factsOf({ type: "assistant", session_id: "a" }, init({ session_id: null })).session.id).toBe("a");
});

test("a result does not say which session it is: it may be forged", () => {
  expect(factsOf(result({ session_id: "forged" })).session.id).toBeNull();
  expect(factsOf(result({ session_id: "forged" }), { type: "user", session_id: "a" }).session.id).toBe("a");
});

test("lists and texts of an init are bounded", () => {
  const { session } = factsWith(
    { entries: 2, textLength: 3 },
    init({
      session_id: "abcdef",
      tools: ["Bash", "Read", "Edit"],
      mcp_servers: [{ name: "files" }, { name: "more" }, { name: "most" }],
    }),
  );
  expect(session.id).toBe("abc");
  expect(session.init).toMatchObject({
    sessionId: "abc",
    tools: ["Bas", "Rea"],
    mcpServers: [
      { name: "fil", status: "" },
      { name: "mor", status: "" },
    ],
  });
});
