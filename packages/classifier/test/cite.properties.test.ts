import { classify, type Claim, type Evidence } from "@runverdict/classifier";
import fc from "fast-check";
import { expect, test } from "vitest";
import { anyRun, times } from "./properties/any-run.ts";
import { leavesOf, valueAt } from "./properties/leaves.ts";
import { plainly } from "./properties/plainly.ts";
import { reached } from "../../../test/support/reached.ts";
import { plantedSecret } from "./properties/secrets.ts";
import { mapTexts } from "./properties/strings.ts";

test("for all claims the path leads to something in the evidence, and its quote is found there", () => {
  const seen = reached("a text", "a number", "a boolean", "a cut quote", "a mask", "an escape in the source");
  fc.assert(
    fc.property(anyRun(), fc.option(plantedSecret()), (clean, secret) => {
      const run = secret === null ? clean : mapTexts(clean, (text) => `${text} ${secret.spelled} ${text}`);
      for (const { quote, path } of classify(run).evidence) {
        const value = valueAt(run, path);
        seen.when("a text", typeof value === "string");
        seen.when("a number", typeof value === "number");
        seen.when("a boolean", typeof value === "boolean");
        seen.when("a cut quote", quote.endsWith("…"));
        seen.when("a mask", quote.includes("[redacted]"));
        seen.when("an escape in the source", typeof value === "string" && value.includes("\u001b"));
        expect(["string", "number", "boolean"], path).toContain(typeof value);
        expect(quoteIn(quote, String(value)), `${JSON.stringify(quote)} at ${path}`).toBe(true);
      }
    }),
    times(4),
  );
  seen.expectAll();
});

test("for all claims the source is the one whose word stands at the path", () => {
  const seen = reached("cluster", "agent", "runner");
  fc.assert(
    fc.property(anyRun(), (run) => {
      for (const claim of classify(run).evidence) {
        seen.when(claim.source, true);
        expect(claim.source, claim.path).toBe(whose(claim, run));
      }
    }),
    times(2),
  );
  seen.expectAll();
});

test("for all evidence a claim points at one value, not at a part of the evidence", () => {
  fc.assert(
    fc.property(anyRun(), (run: Evidence) => {
      const leaves = new Set(leavesOf(run).map(([path]) => path));
      expect(classify(run).evidence.filter(({ path }) => !leaves.has(path))).toEqual([]);
    }),
  );
});

/**
 * The words of the quote stand in the source in the same order. A mask, also a cut one, and the mark of a cut stand for
 * anything; of a message in JSON the quote has only the message.
 */
function quoteIn(quote: string, source: string): boolean {
  if (quote === "(structured message)") return source.includes("{");
  const text = plainly(source);
  let from = 0;
  for (const word of quote.replace(/(?:\[\w*)?…$/, "").split(/\[redacted\]|\s+/)) {
    const at = text.indexOf(word.replaceAll("\\", ""), from);
    if (at === -1) return false;
    from = at + word.replaceAll("\\", "").length;
  }
  return true;
}

/** The cluster says what an object is, and that there is none; that nobody could ask it is the runner's own word. */
function whose({ path, quote }: Claim, { run }: Evidence): string {
  const [first, second, third] = path.split(".");
  if (first === "stream" || (first === "run" && second === "stderr")) return "agent";
  if (second === "kind") return quote === "absent" ? "cluster" : "runner";
  if (first !== "run") return "cluster";
  const answered = second === "create" && (third === "http" || third === "message");
  return answered && run.create?.outcome !== "blocked" ? "cluster" : "runner";
}
