import type { UsageFacts } from "@runverdict/stream-parser";
import { expect, test } from "vitest";
import { factsOf, type LineOf } from "../support/streams-of.ts";
import { init, result, usage } from "../support/wire.ts";

const figures = (inputTokens: number, outputTokens: number, costUSD: number): object => ({
  "claude-x": { inputTokens, outputTokens, cacheReadInputTokens: 0, cacheCreationInputTokens: 0, costUSD },
});

/** A result: what the session has used, and what was used since the result before it. */
function used(index: number | null, whole: object, since: object | null, costUsd: number): LineOf {
  return result({
    result_index: index,
    modelUsage: whole,
    usage: usage(1, 1),
    total_cost_usd: costUsd,
    ...(since === null ? {} : { model_usage_since_last_result: since }),
  });
}

function usageOf(...results: readonly LineOf[]): UsageFacts {
  return factsOf(init(), ...results).usage;
}

const tokens = (input: number, output: number): object => ({ input, output, cacheRead: 0, cacheCreation: 0 });

test("a resumed session counts its earlier runs in, and this run's figures leave them out", () => {
  expect(usageOf(used(0, figures(2400, 33, 0.3), figures(1200, 13, 0.1), 0.3))).toMatchObject({
    provenance: "reported",
    tokens: tokens(1200, 13),
    costUsd: 0.1,
    carriedOver: { tokens: tokens(1200, 20), costUsd: 0.2 },
  });
});

test("later results of the process count the same earlier runs in, however many of its results were lost", () => {
  const first = used(0, figures(2400, 33, 0.3), figures(1200, 13, 0.1), 0.3);
  const third = used(2, figures(6000, 90, 0.9), figures(1200, 17, 0.2), 0.9);
  expect(usageOf(first, third)).toMatchObject({ tokens: tokens(4800, 70), costUsd: 0.7 });
  // The same line twice, as a replayed log has it, changes nothing.
  expect(usageOf(first, first)).toEqual({ ...usageOf(first), line: 3 });
});

test("a run that used nothing in a resumed session used nothing", () => {
  expect(usageOf(used(0, figures(3600, 55, 0.5), {}, 0.5))).toMatchObject({
    provenance: "reported",
    tokens: tokens(0, 0),
    costUsd: 0,
    carriedOver: { tokens: tokens(3600, 55), costUsd: 0.5 },
  });
});

test("what has no cost, or the wrong shape, costs nothing", () => {
  const odd = { "claude-x": { inputTokens: 10, outputTokens: 1 }, "claude-y": "no figures" };
  const only = result({
    result_index: 0,
    modelUsage: figures(30, 3, 0.3),
    model_usage_since_last_result: odd,
    usage: usage(1, 1),
  });
  expect(usageOf(only)).toMatchObject({
    tokens: { input: 10, output: 1 },
    costUsd: null,
    carriedOver: { tokens: { input: 20, output: 2 }, costUsd: 0 },
  });
});

test("a session of its own carries nothing over, and its cost stays as it was given", () => {
  const noisy = 0.1 + 0.2;
  expect(usageOf(used(0, figures(10, 1, 0.3), figures(10, 1, 0.3), noisy))).toMatchObject({
    tokens: tokens(10, 1),
    costUsd: noisy,
    carriedOver: null,
  });
});

test.each([
  ["the CLI does not tell what was used since", used(0, figures(20, 2, 0.2), null, 0.2)],
  ["the first result of the process was lost", used(1, figures(20, 2, 0.2), figures(10, 1, 0.1), 0.2)],
  ["more was used since than in all", used(0, figures(20, 2, 0.2), figures(30, 1, 0.1), 0.2)],
])("when %s, the figures stay as they were given", (_, only) => {
  expect(usageOf(only)).toMatchObject({ tokens: tokens(20, 2), costUsd: 0.2, carriedOver: null });
});
