import fc from "fast-check";
import { expect, test } from "vitest";
import { executionResult } from "../../src/result/execution-result.ts";
import type { ExecutionResult } from "../../src/host/execution-result.ts";
import { runEnd } from "../support/run-end.ts";
import { evidence, exitCode } from "../../../classifier/test/support/evidence.ts";
import { init, SESSION, stream, success } from "../../../classifier/test/support/stream.ts";
import { reached } from "../../../../test/support/reached.ts";

/** What a run used: in its own turns, and in subagents, which only the sums of the CLI know. */
interface Use {
  readonly input: number;
  readonly output: number;
  readonly bySubagents: number;
  readonly cents: number;
}

const use: fc.Arbitrary<Use> = fc.record({
  input: fc.nat(100_000),
  output: fc.nat(10_000),
  bySubagents: fc.nat(50_000),
  cents: fc.nat(500),
});

test("for all sessions the runs are billed for as much as the CLI counted in the end", () => {
  const seen = reached("resumed", "subagents");
  fc.assert(
    fc.property(fc.array(use, { minLength: 1, maxLength: 6 }), (runs) => {
      let resumed: ExecutionResult["sessionParams"] = null;
      const sums = { input: 0, output: 0, cost: 0 };
      const billed = { input: 0, output: 0, cost: 0 };
      for (const { input, output, bySubagents, cents } of runs) {
        sums.input += input + bySubagents;
        sums.output += output;
        sums.cost += cents / 100;
        const done = success("Done.", {
          usage: { input_tokens: input, output_tokens: output },
          modelUsage: { opus: { inputTokens: sums.input, outputTokens: sums.output, costUSD: sums.cost } },
          total_cost_usd: sums.cost,
        });
        const session = { sessionId: SESSION, params: null, durable: true, resumed };
        const run = evidence({ stream: stream([init(), done]), run: exitCode(0) });
        const told: ExecutionResult = executionResult(runEnd(run, { session }));
        billed.input += told.usage?.inputTokens ?? Number.NaN;
        billed.output += told.usage?.outputTokens ?? Number.NaN;
        billed.cost += told.costUsd ?? Number.NaN;
        seen.when("resumed", resumed !== null);
        seen.when("subagents", bySubagents > 0);
        resumed = told.sessionParams ?? null;
      }
      expect(billed.input).toBe(sums.input);
      expect(billed.output).toBe(sums.output);
      expect(billed.cost).toBeCloseTo(sums.cost, 6);
    }),
  );
  seen.expectAll();
});
