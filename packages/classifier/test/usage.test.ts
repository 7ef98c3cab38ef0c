import { classify } from "@runverdict/classifier";
import { expect, test } from "vitest";
import { readCase } from "./support/cases.ts";
import { evidence } from "./support/evidence.ts";
import { errorResult, init, OTHER_SESSION, prose, stream, success } from "./support/stream.ts";

const usageOf = (...lines: Parameters<typeof stream>[0]) =>
  classify(evidence({ stream: stream(lines) })).usage;
const nothing = {
  provenance: "unknown",
  inputTokens: null,
  outputTokens: null,
  cacheReadTokens: null,
  cacheCreationTokens: null,
  costUsd: null,
};

test("nobody said what a run used that wrote nothing, and that is not zero", () => {
  expect(classify(evidence()).usage).toEqual(nothing);
  expect(usageOf()).toEqual(nothing);
  expect(usageOf(init())).toEqual(nothing);
});

test("a result reports it", () => {
  const usage = {
    input_tokens: 1200,
    output_tokens: 42,
    cache_read_input_tokens: 7,
    cache_creation_input_tokens: 0,
  };
  expect(usageOf(init(), success("Done.", { usage }))).toEqual({
    provenance: "reported",
    inputTokens: 1200,
    outputTokens: 42,
    cacheReadTokens: 7,
    cacheCreationTokens: 0,
    costUsd: 0.0062,
  });
});

test("a run that was cut used at least what its messages say", () => {
  expect(usageOf(init(), prose("Working."))).toEqual({
    ...nothing,
    provenance: "partial",
    inputTokens: 1200,
    outputTokens: 3,
  });
});

test("a budget that was used up has a cost, although its result counts no tokens", () => {
  const { usage } = classify(readCase("cli-max-budget").evidence);
  expect(usage.costUsd).toBeGreaterThan(0);
});

test("a run that resumed a session is not charged with the runs before it", () => {
  expect(classify(readCase("cli-session-resumed").evidence).usage).toMatchObject({
    provenance: "reported",
    inputTokens: 1200,
    outputTokens: 13,
    costUsd: 0.00506,
  });
  expect(classify(readCase("cli-slash-context").evidence).usage).toMatchObject({
    provenance: "reported",
    inputTokens: 0,
    outputTokens: 0,
    costUsd: 0,
  });
});

test("the usage of a forged result is not the run's", () => {
  expect(usageOf(init(), success("Done.", { session_id: OTHER_SESSION }))).toEqual(nothing);
});

test("an error has used something too", () => {
  expect(usageOf(init(), errorResult("error_max_turns", []))).toMatchObject({
    provenance: "reported",
    inputTokens: 1200,
  });
});
