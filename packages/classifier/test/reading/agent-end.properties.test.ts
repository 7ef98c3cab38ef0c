import { classify, type ProcessExit } from "@runverdict/classifier";
import { evidence } from "@runverdict/classifier/arbitraries";
import fc from "fast-check";
import { expect, test } from "vitest";
import { reached } from "../../../../test/support/reached.ts";
import { readEvidence } from "../../src/reading/reading.ts";

const exits: fc.Arbitrary<ProcessExit> = fc.oneof(
  fc.constantFrom(0, 1, 3, 125, 137, 143).map((code) => ({ kind: "code", code }) as const),
  fc.constantFrom("SIGTERM", "SIGKILL", "SIGNOPE").map((signal) => ({ kind: "signal", signal }) as const),
);

test("for all runs in a pod, whoever ran the agent is asked how it ended only where the cluster can't tell", () => {
  const { when, expectAll } = reached(
    "told by the cluster",
    "at work, says the cluster",
    "told by who ran it",
  );
  fc.assert(
    fc.property(evidence(), exits, (drawn, exit) => {
      const unsaid = { ...drawn, run: { ...drawn.run, exit: null } };
      const said = { ...drawn, run: { ...drawn.run, exit } };
      const before = readEvidence(unsaid);
      if (before.pod === null) return;
      const { end } = readEvidence(said);
      const isUntold = ["gone", "settling", "unseen"].includes(before.end.kind);
      when("told by the cluster", before.end.kind === "ended");
      when("at work, says the cluster", before.end.kind === "running");
      when("told by who ran it", isUntold);
      if (isUntold) expect(end).toMatchObject({ kind: "ended", source: "runner", finishedAt: null });
      else expect(classify(said)).toEqual(classify(unsaid));
    }),
  );
  expectAll();
});
