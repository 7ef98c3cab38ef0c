import { advise, classify, quotable } from "@runverdict/classifier";
import { evidence } from "@runverdict/classifier/arbitraries";
import fc from "fast-check";
import { expect, test } from "vitest";
import { anyRun, plausibleRun, times } from "./properties/any-run.ts";
import { leavesOf } from "./properties/leaves.ts";
import { isShown } from "./properties/plainly.ts";
import { hostileModelInACompetitor } from "./properties/pinned.ts";
import { reached } from "../../../test/support/reached.ts";
import { type PlantedSecret, plantedSecret } from "./properties/secrets.ts";
import { mapStrings, mapTexts } from "./properties/strings.ts";

test("for all secrets, wherever in the evidence they stand, none stands in the verdict", () => {
  const seen = reached("a mask", "nothing was quoted", ...fieldsThatMatter);
  fc.assert(
    fc.property(
      anyRun(),
      plantedSecret(),
      fc.constantFrom(...PLACES),
      fc.boolean(),
      (run, secret, where, all) => {
        const planted = (all ? mapStrings : mapTexts)(run, (text) => plantedIn(text, secret, where));
        const verdict = classify(planted);
        const written = JSON.stringify([verdict, advise({ ...verdict, notBefore: null })]);
        seen.when("a mask", written.includes("[redacted]"));
        seen.when("nothing was quoted", !written.includes("[redacted]"));
        for (const { path, quote } of verdict.evidence) {
          const field = unnumbered(path);
          for (const one of fieldsThatMatter)
            seen.when(one, field.endsWith(one) && quote.includes("[redacted]"));
        }
        expect(secret.hidden.filter((part) => written.includes(part))).toEqual([]);
      },
    ),
    times(8),
  );
  seen.expectAll();
});

test("for all evidence the verdict is printable: no control characters, no escapes, nothing that turns the direction", () => {
  const seen = reached("controls in the evidence", "controls in what is cited", "more than fits");
  const hostile = "\u001b[31m\u202etxt.exe\u2066\u0000\u009b2J\u2028\ufeff\ud800\u200b\r\n\u0007";
  fc.assert(
    fc.property(anyRun(), fc.constantFrom("as it is", "hostile", "long"), (run, how) => {
      const hurt = how === "hostile";
      const shown = mapStrings(
        how === "long" ? mapTexts(run, (text) => `${text} ${"and so on ".repeat(99)}`) : run,
        (text) => (hurt ? `${text.slice(0, 4)}${hostile}${text.slice(4)}${hostile}` : text),
      );
      const verdict = classify(shown);
      const long = verdict.evidence.some(({ quote }) => quote.endsWith("…"));
      seen.when("controls in the evidence", hurt);
      seen.when(
        "controls in what is cited",
        hurt && verdict.evidence.some(({ source }) => source === "agent"),
      );
      seen.when("more than fits", long);
      for (const [path, text] of leavesOf(verdict)) {
        if (typeof text !== "string") continue;
        expect(
          [...text].filter((one) => !isShown(one.codePointAt(0) ?? 0)),
          path,
        ).toEqual([]);
        expect(text.length, path).toBeLessThanOrEqual(400);
      }
    }),
    { ...times(3), examples: [[hostileModelInACompetitor, "as it is"]] },
  );
  seen.expectAll();
});

test("for all texts a second cleaning changes nothing", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "grapheme" }), (one, other) => {
      const once = quotable(`${one} ${other}`);
      expect(quotable(once)).toBe(once);
    }),
    times(10),
  );
});

test("for all evidence a verdict never shows raw JSON", () => {
  const seen = reached("a message in JSON");
  const json =
    'API Error: 404 {"type":"error","error":{"type":"not_found_error","message":"model: x"},"request_id":"r"}';
  fc.assert(
    fc.property(fc.oneof(evidence(), plausibleRun()), (run) => {
      const verdict = classify(mapTexts(run, () => json));
      seen.when("a message in JSON", verdict.summary.includes("model: x"));
      expect(JSON.stringify([verdict.summary, verdict.resolution, verdict.competing])).not.toContain(
        "request_id",
      );
    }),
    times(2),
  );
  seen.expectAll();
});

const PLACES = ["before", "after", "instead"] as const;

/** Fields that strangers write into, and that verdicts quote. */
const fieldsThatMatter = [
  "state.message",
  "pod.value.message",
  "conditions.n.message",
  "results.kept.n.text",
  "results.kept.n.errors.n",
  "lastSyntheticError.text",
  "text.head.n.text",
  "run.stderr.n.text",
  "run.create.message",
] as const;

function plantedIn(text: string, { spelled }: PlantedSecret, where: (typeof PLACES)[number]): string {
  if (where === "instead") return spelled;
  return where === "before" ? `${spelled} ${text}` : `${text} ${spelled}`;
}

function unnumbered(path: string): string {
  return path.replace(/\.\d+(?=\.|$)/g, ".n");
}
