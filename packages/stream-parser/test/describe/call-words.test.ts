import { callWords } from "@runverdict/stream-parser/describe";
import { expect, test } from "vitest";

test("a call is about its command or its file, whatever else it was given", () => {
  expect(callWords({ description: "List the files", command: "ls" })).toBe("ls");
  expect(callWords({ limit: 20, file_path: "/workspace/a.ts" })).toBe("/workspace/a.ts");
});

test("a call without an argument that anybody knows shows them all", () => {
  expect(callWords({ todos: [1], command: 3 })).toBe('{"todos":[1],"command":3}');
  expect(callWords(["a"])).toBe('["a"]');
});

test("a call without arguments says nothing", () => {
  expect(callWords(undefined)).toBe("");
});
