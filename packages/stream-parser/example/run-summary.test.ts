/*
 * How to test an adapter of your own with the arbitraries of this package: they make the transcripts, and the truth
 * beside each says what your adapter has to find. Run it with `vitest run`; Jest and node:test do as well.
 */
import {
  chunkings,
  cleanTranscript,
  failingTranscript,
  healthyTranscript,
  noisyTranscript,
  truncatedTranscript,
} from "@runverdict/stream-parser/arbitraries";
import fc from "fast-check";
import { expect, test } from "vitest";
import { runSummary } from "./run-summary.ts";

/** Answers are cut to this by the parser's default limits. */
const LONGEST = 4096;

test("for all healthy runs, however their output is cut into chunks, the summary is the last answer", () => {
  fc.assert(
    fc.property(
      healthyTranscript().chain((run) => chunkings(run.bytes).map((chunks) => ({ run, chunks }))),
      ({ run, chunks }) => {
        const answer = run.truth.results.at(-1)?.text ?? "";
        expect(runSummary(chunks)).toBe(`Done: ${answer.slice(0, LONGEST)}`);
      },
    ),
  );
});

test("for all runs that hit a rate limit, the summary quotes what the CLI said of it", () => {
  fc.assert(
    fc.property(failingTranscript("rate-limit"), ({ bytes, truth }) => {
      expect(runSummary([bytes])).toBe(`Failed: ${truth.syntheticErrors.at(-1)?.text}`);
    }),
  );
});

test("for all noise that a log adds, the summary is that of what is left", () => {
  fc.assert(
    fc.property(noisyTranscript(cleanTranscript()), ({ bytes, truth }) => {
      expect(runSummary([bytes]).startsWith("No result")).toBe(truth.results.length === 0);
    }),
  );
});

test("for all captures that end too early, no answer is made up", () => {
  fc.assert(
    fc.property(truncatedTranscript(healthyTranscript({ turns: { min: 1, max: 1 } })), ({ bytes, truth }) => {
      const expected = truth.results.length === 0 ? "No result" : "Done: ";
      expect(runSummary([bytes]).slice(0, expected.length)).toBe(expected);
    }),
  );
});
