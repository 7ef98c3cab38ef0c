import fc from "fast-check";
import { expect, test } from "vitest";
import { sessionCodec } from "../../src/session/session-codec.ts";
import { readSessionParams, writeSessionParams } from "../../src/session/session-params.ts";
import { reached } from "../../../../test/support/reached.ts";

const word = fc.string({ minLength: 1 }).map((text) => text.trim());
const value = fc.option(word);
const anyId = word.filter((text) => text !== "");

const figure = fc.option(fc.nat());
const totals = fc.record({
  inputTokens: figure,
  outputTokens: figure,
  cacheReadTokens: figure,
  cacheCreationTokens: figure,
  costUsd: figure,
});

const anySession = fc.oneof(
  { weight: 1, arbitrary: fc.record({ sessionId: anyId }) },
  {
    weight: 9,
    arbitrary: fc.record(
      {
        sessionId: anyId,
        cwd: value,
        storage: value,
        promptBundleKey: value,
        mcpServerIdentity: value,
        model: value,
        workspaceId: value,
        repoUrl: value,
        repoRef: value,
        totals,
      },
      { requiredKeys: ["sessionId"] },
    ),
  },
);

test("for all sessions, what the host stores gives back every field that was written", () => {
  const seen = reached("all ten fields", "the id alone", "a null");
  fc.assert(
    fc.property(anySession, (session) => {
      const written = sessionCodec.serialize(writeSessionParams(session));
      expect(sessionCodec.deserialize(JSON.parse(JSON.stringify(written)))).toEqual(session);
      seen.when("all ten fields", Object.keys(session).length === 10);
      seen.when("the id alone", Object.keys(session).length === 1);
      seen.when("a null", Object.values(session).includes(null));
    }),
    { numRuns: 300 },
  );
  seen.expectAll();
});

test("for all values that a database may hold, reading a session gives one with an id or none", () => {
  const seen = reached("a session", "none");
  const names = fc.constantFrom("sessionId", "session_id", "cwd", "__proto__", "model", "constructor");
  fc.assert(
    fc.property(fc.oneof(fc.anything(), fc.dictionary(names, fc.anything())), (raw) => {
      const session = readSessionParams(raw);
      seen.when("a session", session !== null);
      seen.when("none", session === null);
      expect(session === null || session.sessionId !== "").toBe(true);
    }),
    { numRuns: 500 },
  );
  seen.expectAll();
});
