import { expect, test } from "vitest";
import { factsOf, factsWith } from "../support/streams-of.ts";
import { result, SESSION } from "../support/wire.ts";

test("a result is taken down as it says it", () => {
  const { results } = factsOf(
    result({
      result: "Done.",
      structured_output: { a: 1 },
      local_command: "/context",
      stop_reason: "end_turn",
      terminal_reason: "completed",
      api_error_status: 429,
      api_error: "usage_limit_reached",
      api_error_type: "rate_limit_error",
      num_turns: 3,
      duration_ms: 1500,
      duration_api_ms: 900,
      total_cost_usd: 0.5,
      usage: { input_tokens: 5, output_tokens: 7 },
      permission_denials: [{ tool_name: "Bash" }, "odd", {}],
      startup_failure_reason: "bypass_root",
      result_index: 4,
      origin: { kind: "task-notification" },
      errors: ["first", 2, "second"],
    }),
  );
  expect(results).toEqual({ count: 1, last: results.kept[0], kept: [results.last] });
  expect(results.last).toEqual({
    line: 1,
    at: null,
    subtype: "success",
    isError: false,
    text: "Done.",
    blank: false,
    structuredOutput: true,
    localCommand: true,
    stopReason: "end_turn",
    terminalReason: "completed",
    apiErrorStatus: 429,
    apiError: "usage_limit_reached",
    apiErrorType: "rate_limit_error",
    numTurns: 3,
    durationMs: 1500,
    durationApiMs: 900,
    costUsd: 0.5,
    tokens: { input: 5, output: 7, cacheRead: null, cacheCreation: null },
    permissionDenials: 2,
    errors: ["first", "second"],
    startupFailureReason: "bypass_root",
    sessionId: SESSION,
    resultIndex: 4,
    origin: "task-notification",
  });
});

test("what a result does not say, or says in another shape, is absent", () => {
  const empty = {
    line: 1,
    at: null,
    subtype: null,
    isError: null,
    text: null,
    blank: null,
    structuredOutput: false,
    localCommand: false,
    stopReason: null,
    terminalReason: null,
    apiErrorStatus: null,
    apiError: null,
    apiErrorType: null,
    numTurns: null,
    durationMs: null,
    durationApiMs: null,
    costUsd: null,
    tokens: null,
    permissionDenials: 0,
    errors: [],
    startupFailureReason: null,
    sessionId: null,
    resultIndex: null,
    origin: null,
  };
  expect(factsOf({ type: "result" }).results.last).toEqual(empty);
  const wrong = Object.fromEntries(
    ["subtype", "result", "stop_reason", "usage", "modelUsage", "permission_denials", "errors", "origin"].map(
      (field) => [field, 7],
    ),
  );
  expect(
    factsOf({
      ...wrong,
      type: "result",
      is_error: "yes",
      num_turns: "3",
      structured_output: null,
      local_command: false,
    }).results.last,
  ).toEqual(empty);
});

test.each([
  ["", true],
  [" \n\t", true],
  ["(no content)", false],
])("the text %j is blank: %s", (text, blank) => {
  expect(factsOf(result({ result: text })).results.last).toMatchObject({ text, blank });
});

test("blankness is that of the whole text, not of the part that is kept", () => {
  expect(factsWith({ textLength: 2 }, result({ result: "   x" })).results.last).toMatchObject({
    text: "  ",
    blank: false,
  });
});

test.each([
  [{ cost_usd: 1, total_cost: 2, total_cost_usd: 3 }, 3],
  [{ cost_usd: 1, total_cost: 2 }, 2],
  [{ cost_usd: 1 }, 1],
  [{ total_cost_usd: 0 }, 0],
])("of the costs %j the run's own counts", (fields, costUsd) => {
  expect(factsOf(result(fields)).results.last?.costUsd).toBe(costUsd);
});

test("all results are counted, and the last few are kept in their order", () => {
  const { results } = factsWith({ results: 2 }, ...[1, 2, 3].map((index) => result({ result_index: index })));
  expect(results.count).toBe(3);
  expect(results.kept.map(({ resultIndex }) => resultIndex)).toEqual([2, 3]);
  expect(results.last).toBe(results.kept[1]);
});
