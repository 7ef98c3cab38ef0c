import { nothingSeen } from "@runverdict/stream-parser";
import { expect, test } from "vitest";
import { factsOf } from "../support/streams-of.ts";
import { system } from "../support/wire.ts";

test("a retry says what it is the answer to, and all are counted", () => {
  const retry = { max_retries: 10, retry_delay_ms: 552.5, error_status: 529, error: "overloaded" };
  const { retries } = factsOf(
    system("api_retry", { ...retry, attempt: 1 }),
    system("api_retry", { ...retry, attempt: 2 }),
  );
  expect(retries).toEqual({
    count: 2,
    last: { line: 2, attempt: 2, maxRetries: 10, delayMs: 552.5, status: 529, error: "overloaded" },
  });
});

test("a retry without an HTTP answer has no status", () => {
  expect(factsOf(system("api_retry", { error_status: null })).retries.last).toEqual({
    line: 1,
    attempt: null,
    maxRetries: null,
    delayMs: null,
    status: null,
    error: null,
  });
});

test("hooks start, finish, and fail when they say so", () => {
  const { hooks } = factsOf(
    system("hook_started"),
    system("hook_response", { outcome: "success", exit_code: 0 }),
    system("hook_started"),
    system("hook_response", { hook_name: "Stop", outcome: "error", exit_code: 2 }),
    system("hook_response", { outcome: "cancelled" }),
  );
  expect(hooks).toEqual({
    started: 2,
    finished: 3,
    failed: 1,
    lastFailed: { line: 4, name: "Stop", exitCode: 2 },
  });
  expect(factsOf(system("hook_response", { outcome: "error" })).hooks.lastFailed).toEqual({
    line: 1,
    name: "",
    exitCode: null,
  });
});

test("a compaction is a boundary, and a failed one is told by a status", () => {
  expect(factsOf(system("compact_boundary"), system("compact_boundary")).compaction).toEqual({
    count: 2,
    failed: 0,
    lastLine: 2,
  });
  expect(
    factsOf(system("status", { status: "compacting" }), system("status", { compact_result: "failed" }))
      .compaction,
  ).toEqual({ count: 0, failed: 1, lastLine: 2 });
  expect(factsOf(system("status", { compact_result: "success" })).compaction).toEqual(nothingSeen.compaction);
});

test("the run may go on with another model", () => {
  const change = { original_model: "claude-x", fallback_model: "claude-y" };
  expect(
    factsOf(system("model_fallback", change), system("model_refusal_fallback", { original_model: 7 })).models,
  ).toEqual({
    fallbacks: 2,
    lastFallback: { line: 2, from: null, to: null },
    refusal: null,
  });
  expect(factsOf(system("model_fallback", change)).models.lastFallback).toEqual({
    line: 1,
    from: "claude-x",
    to: "claude-y",
  });
});

test("a refusal that nothing took the place of is taken down", () => {
  expect(factsOf(system("model_refusal_no_fallback", { api_refusal_category: "cyber" })).models).toEqual({
    fallbacks: 0,
    lastFallback: null,
    refusal: { line: 1, category: "cyber" },
  });
});

test("a hook that refused the prompt says why", () => {
  const blocked = system("informational", { content: "blocked by hook", prevent_continuation: true });
  expect(factsOf(blocked).notices.promptBlocked).toEqual({ line: 1, content: "blocked by hook" });
  expect(factsOf(system("informational", { prevent_continuation: true })).notices.promptBlocked).toEqual({
    line: 1,
    content: "",
  });
  expect(factsOf(system("informational", { content: "news" })).notices.promptBlocked).toBeNull();
});

test("a session that could not be saved is told after the result", () => {
  expect(factsOf(system("session_writes_lost", { error_code: "ENOSPC" })).notices.sessionWritesLost).toEqual({
    line: 1,
    errorCode: "ENOSPC",
  });
});

test("subtypes without facts of their own are only counted", () => {
  const { counts, first, last, session, ...others } = factsOf(
    system("thinking_tokens"),
    system("brand_new"),
    { type: "system" },
    { type: "system", subtype: 7 },
  );
  const { counts: _, first: __, last: ___, session: ____, ...nothing } = nothingSeen;
  expect(others).toEqual(nothing);
  expect(counts.byKind.system).toBe(4);
  expect([first?.line, last?.line, session.inits]).toEqual([1, 4, 0]);
});
