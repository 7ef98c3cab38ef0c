import fc from "fast-check";
import { expect, test } from "vitest";
import { readTerminationMessage } from "../../src/wrapper/termination-message.ts";
import { reached } from "../../../../test/support/reached.ts";

const fields = fc.constantFrom(
  "phase",
  "ending",
  "kind",
  "code",
  "stdout",
  "problems",
  "lastWord",
  "__proto__",
  "x",
);
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.constantFrom("done", "exited", "signalled", "linger", null, true),
    fc.string({ unit: "binary" }),
    fc.double(),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(fields, tie("value"), { maxKeys: 6 }),
  ),
}));
const ending = fc.record({
  kind: fc.constantFrom("exited", "signalled", "not-started", "wrapper-failed", "else"),
  code: fc.constantFrom(0, 127, -1, 256),
  signal: fc.constantFrom("SIGTERM", "sigterm", 9),
  problem: fc.string({ unit: "binary" }),
});
const message = fc
  .record({
    ending: fc.oneof(ending, ending, value),
    problems: value,
    lastWord: value,
    stderrTail: value,
    stdout: value,
  })
  .map((odd) => JSON.stringify({ runverdict: 1, phase: "done", ...odd }));

test("for all texts in the place of the message, it is read without an error, and what is read is printable", () => {
  const seen = reached("a message", "none", "a text", "an exit", "a signal", "a problem");
  fc.assert(
    fc.property(fc.oneof(message, fc.string({ unit: "binary" })), (text) => {
      const read = readTerminationMessage(text);
      seen.when("a message", read !== null);
      seen.when("none", read === null);
      seen.when("a text", (read?.lastWord ?? "") !== "");
      seen.when("an exit", read?.ending?.kind === "exited");
      seen.when("a signal", read?.ending?.kind === "signalled");
      seen.when("a problem", read?.ending?.kind === "not-started" && read.ending.problem !== "");
      for (const one of [read?.lastWord ?? "", read?.stderrTail ?? "", ...(read?.problems ?? [])])
        expect(one).not.toMatch(/[^\P{C}\n]/u);
    }),
    { numRuns: 400 },
  );
  seen.expectAll();
});
