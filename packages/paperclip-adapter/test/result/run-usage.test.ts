import type { Evidence } from "@runverdict/classifier";
import { expect, test } from "vitest";
import { executionResult } from "../../src/result/execution-result.ts";
import type { ExecutionResult } from "../../src/host/execution-result.ts";
import { runEnd } from "../support/run-end.ts";
import { evidence, exitCode } from "../../../classifier/test/support/evidence.ts";
import { init, prose, SESSION, stream, success } from "../../../classifier/test/support/stream.ts";

/** The result of one run of a session, with the CLI's own sums beside what its turn used. */
function run(sums: { readonly tokens: number; readonly costUsd: number }): Evidence {
  const modelUsage = {
    "claude-opus-5-5": {
      inputTokens: sums.tokens,
      outputTokens: 60,
      cacheReadInputTokens: 0,
      cacheCreationInputTokens: 0,
      costUSD: sums.costUsd,
    },
  };
  const usage = {
    input_tokens: 2400,
    output_tokens: 60,
    cache_read_input_tokens: 0,
    cache_creation_input_tokens: 0,
  };
  const done = success("Done.", { usage, modelUsage, total_cost_usd: sums.costUsd });
  return evidence({ stream: stream([init(), prose("Hm."), done]), run: exitCode(0) });
}

function tell(what: Evidence, resumed: ExecutionResult["sessionParams"] = null): ExecutionResult {
  const params = { sessionId: SESSION, cwd: "/workspace" };
  return executionResult(runEnd(what, { session: { sessionId: SESSION, params, durable: true, resumed } }));
}

function twice(sums: number): Evidence {
  const usage = { input_tokens: 2400, output_tokens: 60 };
  const modelUsage = { opus: { inputTokens: 4800, outputTokens: 120, costUSD: sums } };
  const done = success("Done.", { usage, modelUsage, total_cost_usd: sums });
  return evidence({ stream: stream([init(), prose("Hm."), done]), run: exitCode(0) });
}

test("a fresh session keeps its sums for the next run", () => {
  const first = tell(run({ tokens: 2400, costUsd: 0.0108 }));
  expect(first.sessionParams).toEqual({
    sessionId: SESSION,
    cwd: "/workspace",
    totals: {
      inputTokens: 2400,
      outputTokens: 60,
      cacheReadTokens: 0,
      cacheCreationTokens: 0,
      costUsd: 0.0108,
    },
  });
  expect(first).toMatchObject({ usage: { inputTokens: 2400, outputTokens: 60 }, costUsd: 0.0108 });
});

test("a run that resumes a session is billed for what it added", () => {
  const first = tell(run({ tokens: 2400, costUsd: 0.0108 }));
  const second = tell(twice(0.0216), first.sessionParams);
  expect(second).toMatchObject({
    usage: { inputTokens: 2400, outputTokens: 60 },
    usageBasis: "per_run",
    costUsd: 0.0108,
    sessionParams: { totals: { inputTokens: 4800, costUsd: 0.0216 } },
  });
});

test("a run of which the CLI did not count on is billed for what it says", () => {
  const before = tell(twice(0.0216)).sessionParams;
  expect(tell(run({ tokens: 2400, costUsd: 0.0108 }), before)).toMatchObject({
    usage: { inputTokens: 2400, outputTokens: 60 },
    costUsd: 0.0108,
  });
  // The sums are larger than before, but not by what this run's own turn used.
  const more = tell(run({ tokens: 2400, costUsd: 0.0108 }));
  expect(tell(run({ tokens: 2500, costUsd: 0.02 }), more.sessionParams)).toMatchObject({
    usage: { inputTokens: 2500 },
    costUsd: 0.02,
  });
});

test("a run that was cut is billed for its messages, and the sums stay as they were", () => {
  const first = tell(run({ tokens: 2400, costUsd: 0.0108 }));
  const cut = evidence({ stream: stream([init(), prose("Hm.")]), run: exitCode(137) });
  expect(tell(cut, first.sessionParams)).toMatchObject({
    usage: { inputTokens: 1200, outputTokens: 3 },
    sessionParams: { totals: { inputTokens: 2400, costUsd: 0.0108 } },
  });
});

test.each([
  [
    "of another session",
    {
      sessionId: "another",
      totals: {
        inputTokens: 2400,
        outputTokens: 60,
        cacheReadTokens: 0,
        cacheCreationTokens: 0,
        costUsd: 0.0108,
      },
    },
  ],
  ["that are none", { sessionId: SESSION, totals: { inputTokens: "many" } }],
  ["of the original, which kept none", { sessionId: SESSION }],
])("sums %s take nothing away", (_, params) => {
  expect(tell(twice(0.0216), params)).toMatchObject({ usage: { inputTokens: 4800 }, costUsd: 0.0216 });
});

test("a run of a CLI that tells what it carried over is billed for the rest, and the sums go on", () => {
  const own = { inputTokens: 2400, outputTokens: 60, cacheReadInputTokens: 0, cacheCreationInputTokens: 0 };
  const done = success("Done.", {
    usage: { input_tokens: 2400, output_tokens: 60 },
    modelUsage: { opus: { ...own, inputTokens: 4800, outputTokens: 120, costUSD: 0.0216 } },
    result_index: 0,
    model_usage_since_last_result: { opus: { ...own, costUSD: 0.0108 } },
    total_cost_usd: 0.0216,
  });
  const second = evidence({ stream: stream([init(), prose("Hm."), done]), run: exitCode(0) });
  for (const before of [null, tell(run({ tokens: 2400, costUsd: 0.0108 })).sessionParams])
    expect(tell(second, before)).toMatchObject({
      usage: { inputTokens: 2400, outputTokens: 60 },
      costUsd: 0.0108,
      sessionParams: { totals: { inputTokens: 4800, outputTokens: 120, costUsd: 0.0216 } },
    });
});
