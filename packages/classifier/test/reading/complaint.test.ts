import { describe, expect, test } from "vitest";
import { readEvidence } from "../../src/reading/reading.ts";
import { evidence } from "../support/evidence.ts";
import {
  apiFailure,
  errorResult,
  init,
  oldFailure,
  prose,
  stream,
  success,
  synthetic,
  toolResult,
  userText,
} from "../support/stream.ts";
import type { WireLine } from "../support/stream.ts";

const complaintOf = (...lines: readonly WireLine[]) =>
  readEvidence(evidence({ stream: stream([init(), ...lines]) })).complaint;

const message = "stream.conversation.lastSyntheticError";
const result = "stream.results.kept.0";

describe("what the harness complains of", () => {
  test("is nothing in a run that went well, or that said nothing", () => {
    expect(complaintOf(success("API Error: 500, said the log."))).toBeNull();
    expect(complaintOf(prose("API Error: 500"))).toBeNull();
    expect(readEvidence(evidence()).complaint).toBeNull();
  });

  test("is told by the result and by the message before it together", () => {
    const complaint = complaintOf(
      synthetic("It broke.", {
        error: "rate_limit",
        api_error: "usage_limit_reached",
        api_error_type: "rate_limit_error",
        api_error_status: 429,
        api_error_params: { cut: "context_window" },
      }),
      apiFailure("The result says so.", {
        api_error: "no_response",
        api_error_type: "x",
        api_error_status: 500,
      }),
    );
    expect(complaint).toMatchObject({
      text: "The result says so.",
      textPath: `${result}.text`,
      http: 500,
      httpPath: `${result}.apiErrorStatus`,
      cut: "context_window",
      terminalReason: "api_error",
      path: result,
      names: [
        { name: "no_response", path: `${result}.apiError` },
        { name: "usage_limit_reached", path: `${message}.apiError` },
        { name: "rate_limit", path: `${message}.error` },
        { name: "x", path: `${result}.apiErrorType` },
        { name: "rate_limit_error", path: `${message}.apiErrorType` },
      ],
    });
  });

  test("is told by the message alone where no result came", () => {
    const complaint = complaintOf(synthetic("API Error: 503 busy", { error: "server_error" }));
    expect(complaint).toMatchObject({
      text: "API Error: 503 busy",
      textPath: `${message}.text`,
      http: 503,
      httpPath: `${message}.text`,
      errors: [],
      result: null,
      terminalReason: null,
      startupFailureReason: null,
      path: message,
    });
  });

  test("is quoted from the result's text, else its first error, else the message", () => {
    expect(complaintOf(apiFailure("Text.", { errors: ["Error."] }))?.textPath).toBe(`${result}.text`);
    expect(complaintOf(errorResult("error_during_execution", ["Error."]))?.textPath).toBe(
      `${result}.errors.0`,
    );
    expect(complaintOf(apiFailure("", { errors: ["Error."] }))?.textPath).toBe(`${result}.errors.0`);
    expect(complaintOf(synthetic("Message."), apiFailure(""))).toMatchObject({
      text: "Message.",
      textPath: `${message}.text`,
    });
    expect(complaintOf(apiFailure(""))).toMatchObject({ text: "" });
  });
});

describe("a message before the result", () => {
  const failed = apiFailure("It broke.");

  test("belongs to the turn of the result", () => {
    expect(complaintOf(synthetic("x", { error: "rate_limit" }), failed)?.names).toHaveLength(1);
    expect(
      complaintOf(prose("a"), toolResult("b"), synthetic("x", { error: "rate_limit" }), failed)?.names,
    ).toHaveLength(1);
  });

  test.each<[string, WireLine]>([
    ["a message of the model", prose("Then it worked.")],
    ["a message of the user", userText("Try again.")],
    ["another result", success("Done.")],
  ])("belongs to an earlier turn when %s stands between them", (_, line) => {
    expect(complaintOf(synthetic("x", { error: "rate_limit" }), line, failed)?.names).toEqual([]);
  });

  test("of the next turn does not belong to it", () => {
    const lines = [init(), failed, system, synthetic("x", { error: "rate_limit" })];
    expect(readEvidence(evidence({ stream: stream(lines) })).complaint).toMatchObject({ result: null });
  });
});

const system: WireLine = { type: "system", subtype: "status" };

describe("the HTTP status", () => {
  test.each<[string, number | null]>([
    ["API Error: 401 no", 401],
    ["API Error: 529", 529],
    ['API Error: 404 {"type":"error"}', 404],
    ["API Error: Request rejected (429) · slow down", 429],
    ["Failed to authenticate. API Error: 401 no", 401],
    ["API Error (claude-opus-4-6): 400 The provided model identifier is invalid.", 400],
    ["API Error (us.anthropic.claude-opus-4-1-20250805-v1:0): 403 no", 403],
    ["API Error (claude-opus-4-7[1m]): 404 no", 404],
    [`API Error (${"x".repeat(121)}): 404 no`, null],
    ["Please run /login · API Error: 403 no", 403],
    ["API Error: 4011", null],
    ["API Error: 40", null],
    ["API Error (429 no)", null],
    ["the tool said API Error: 500", null],
    ["{ API Error: 500", null],
    [`${"x".repeat(81)}. API Error: 500`, null],
    ["line one\nAPI Error: 500", null],
    ["Connection error.", null],
  ])("of an old CLI is read at the head of its text: %j gives %s", (text, status) => {
    expect(complaintOf(oldFailure(text))?.http).toBe(status);
  });

  test("of a field goes before that of a text", () => {
    expect(complaintOf(apiFailure("API Error: 500", { api_error_status: 400 }))?.http).toBe(400);
    expect(
      complaintOf(synthetic("x", { api_error_status: 402 }), apiFailure("API Error: 500")),
    ).toMatchObject({
      http: 402,
      httpPath: `${message}.apiErrorStatus`,
    });
  });
});
