import type { LogTestimony } from "@runverdict/classifier";
import { expect, test } from "vitest";
import { isLogLossy, isLogUnproven, isTailLost } from "../../src/reading/log-trust.ts";
import { evidence } from "../support/evidence.ts";

const completeness = ["complete", "unproven", "head_lost", "gap", "tail_lost", null] as const;
const ends = ["eof", "reset", "open", null] as const;

/** How far a log can be trusted, for each thing that the transport may say. */
test("every testimony of the transport has one meaning", () => {
  const said = completeness.flatMap((one) => ends.map((end): LogTestimony => ({ completeness: one, end })));
  const meaning = said.map((log) => {
    const run = evidence({ run: { log } });
    const words = [
      isTailLost(run) && "tail lost",
      isLogLossy(run) && "lossy",
      isLogUnproven(run) && "unproven",
    ];
    return `${log.completeness}, ${log.end}: ${words.filter(Boolean).join(", ") || "trusted"}`;
  });
  expect(meaning).toEqual([
    "complete, eof: trusted",
    "complete, reset: trusted",
    "complete, open: trusted",
    "complete, null: trusted",
    "unproven, eof: unproven",
    "unproven, reset: tail lost, lossy, unproven",
    "unproven, open: unproven",
    "unproven, null: unproven",
    "head_lost, eof: lossy, unproven",
    "head_lost, reset: tail lost, lossy, unproven",
    "head_lost, open: lossy, unproven",
    "head_lost, null: lossy, unproven",
    "gap, eof: lossy, unproven",
    "gap, reset: tail lost, lossy, unproven",
    "gap, open: lossy, unproven",
    "gap, null: lossy, unproven",
    "tail_lost, eof: tail lost, lossy, unproven",
    "tail_lost, reset: tail lost, lossy, unproven",
    "tail_lost, open: tail lost, lossy, unproven",
    "tail_lost, null: tail lost, lossy, unproven",
    "null, eof: trusted",
    "null, reset: tail lost, lossy, unproven",
    "null, open: trusted",
    "null, null: trusted",
  ]);
});

test("without testimony of the transport, completeness is not judged", () => {
  const run = evidence();
  expect([isTailLost(run), isLogLossy(run), isLogUnproven(run)]).toEqual([false, false, false]);
});
