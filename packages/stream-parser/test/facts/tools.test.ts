import { expect, test } from "vitest";
import type { ToolFacts } from "@runverdict/stream-parser";
import { factsOf, factsWith, type LineOf } from "../support/streams-of.ts";
import { assistant, result, system, text, toolResult, toolUse, user } from "../support/wire.ts";

function toolsOf(...lines: readonly LineOf[]): ToolFacts {
  return factsOf(...lines).tools;
}

test("a call is open until its result comes", () => {
  const call = assistant({ content: [text("Let me look."), toolUse("a", "Read")] });
  expect(toolsOf("x", call)).toMatchObject({
    started: 1,
    finished: 0,
    open: [{ id: "a", name: "Read", line: 2, parentToolUseId: null }],
  });
  expect(toolsOf("x", call, user([toolResult("a")]))).toMatchObject({
    started: 1,
    finished: 1,
    failed: 0,
    open: [],
  });
});

test("parallel calls end in any order, in one event or in several", () => {
  const calls = assistant({ content: [toolUse("a"), toolUse("b"), toolUse("c")] });
  expect(toolsOf(calls, user([toolResult("c", true), toolResult("a")]))).toMatchObject({
    started: 3,
    finished: 2,
    failed: 1,
    open: [{ id: "b" }],
  });
});

test("a call that stands there twice is open once, and one result closes it", () => {
  const call = assistant({ content: [toolUse("a")] });
  expect(toolsOf(call, call).open).toMatchObject([{ id: "a", line: 2 }]);
  expect(toolsOf(call, call, user([toolResult("a")]))).toMatchObject({ started: 2, finished: 1, open: [] });
});

test("a large result closes its call though its line was only skimmed", () => {
  const large = user([{ ...toolResult("a", true), content: "x".repeat(10_000) }]);
  expect(toolsOf(assistant({ content: [toolUse("a")] }), large)).toMatchObject({
    finished: 1,
    failed: 1,
    open: [],
  });
});

test("a call inside a subagent names the call that started it", () => {
  expect(toolsOf(assistant({ content: [toolUse("b")] }, { parent_tool_use_id: "a" })).open).toEqual([
    { id: "b", name: "Bash", line: 1, parentToolUseId: "a" },
  ]);
});

test("a result without its call, in a stream that lost its head, is a result", () => {
  expect(toolsOf(user([toolResult("a")]))).toMatchObject({ started: 0, finished: 1, open: [] });
});

test("a call without a name or an id is a call", () => {
  expect(toolsOf(assistant({ content: [{ type: "tool_use" }] })).open).toEqual([
    { id: "", name: "", line: 1, parentToolUseId: null },
  ]);
});

test("of many open calls the newest are kept", () => {
  const calls = assistant({ content: ["a", "b", "c"].map((id) => toolUse(id)) });
  expect(factsWith({ openTools: 2 }, calls).tools).toMatchObject({
    started: 3,
    open: [{ id: "b" }, { id: "c" }],
  });
});

test("ids and names are cut, and a result still finds its call", () => {
  const call = assistant({ content: [toolUse("call-a", "WebSearch")] });
  expect(factsWith({ textLength: 5 }, call).tools.open).toMatchObject([{ id: "call-", name: "WebSe" }]);
  expect(factsWith({ textLength: 5 }, call, user([toolResult("call-a")])).tools.open).toEqual([]);
});

test("denials are those that had events, or those of a result if there are more", () => {
  const denied = (tool: string | null): LineOf => system("permission_denied", { tool_name: tool });
  const listing = (...tools: readonly string[]): LineOf =>
    result({ permission_denials: tools.map((tool) => ({ tool_name: tool })) });
  expect(toolsOf(denied("Bash"), denied("Write"))).toMatchObject({
    denied: 2,
    deniedTools: ["Bash", "Write"],
  });
  expect(toolsOf(denied("Bash"), listing("Bash"))).toMatchObject({ denied: 1, deniedTools: ["Bash"] });
  expect(toolsOf(denied("Bash"), listing("Bash", "Edit", "Bash"))).toMatchObject({
    denied: 3,
    deniedTools: ["Bash", "Edit"],
  });
  expect(toolsOf(denied("Bash"), denied(null), listing("Edit"), listing())).toMatchObject({
    denied: 2,
    deniedTools: ["Bash", "Edit"],
  });
});

test("the names of denied tools are bounded, their number is not", () => {
  const denials = ["a", "b", "c"].map((tool) => ({ tool_name: tool }));
  expect(factsWith({ entries: 2 }, result({ permission_denials: denials })).tools).toMatchObject({
    denied: 3,
    deniedTools: ["a", "b"],
  });
});
