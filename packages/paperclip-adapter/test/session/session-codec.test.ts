import { expect, test } from "vitest";
import { sessionCodec } from "../../src/session/session-codec.ts";

const id = "0b6d3c1e-9d2f-4a70-8a55-3c1c2b7f0a11";

test("what older adapters called a session's fields is read, and written by the names of today", () => {
  expect(sessionCodec.deserialize({ session_id: id, workdir: "/paperclip/w", repo_url: "git@x:y" })).toEqual({
    sessionId: id,
    cwd: "/paperclip/w",
    repoUrl: "git@x:y",
  });
  expect(sessionCodec.deserialize({ sessionId: id, folder: "/w", workdir: "/later" })).toEqual({
    sessionId: id,
    cwd: "/later",
  });
});

test("what is no session is none", () => {
  for (const raw of [null, undefined, "x", 7, [], {}, { sessionId: "" }, { sessionId: "  " }, { cwd: "/w" }])
    expect(sessionCodec.deserialize(raw)).toBeNull();
  expect(sessionCodec.serialize(null)).toBeNull();
});

test("a field that is known to be empty is told from one that nobody told", () => {
  expect(sessionCodec.serialize({ sessionId: id, model: null })).toEqual({ sessionId: id, model: null });
  expect(sessionCodec.serialize({ sessionId: id })).toEqual({ sessionId: id });
});

test("what a prototype has is no field of a session", () => {
  const raw: unknown = JSON.parse(`{"__proto__": {"cwd": "/evil"}, "sessionId": "${id}", "toString": "x"}`);
  expect(sessionCodec.deserialize(raw)).toEqual({ sessionId: id });
  expect(sessionCodec.deserialize(Object.create({ sessionId: id }))).toBeNull();
});

test("a session is shown by its id", () => {
  expect(sessionCodec.getDisplayId({ session_id: id })).toBe(id);
  expect(sessionCodec.getDisplayId(null)).toBeNull();
});
