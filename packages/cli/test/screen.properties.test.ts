import fc from "fast-check";
import stringWidth from "string-width";
import { expect, test } from "vitest";
import { cut, cutMiddle, fit, wrap } from "../src/screen/paper.ts";
import { ascii, plain } from "../src/screen/plain.ts";

/** What logs are made of at their worst, beside words. */
const unit = fc.oneof(
  { weight: 4, arbitrary: fc.string({ unit: "grapheme", maxLength: 12 }) },
  { weight: 2, arbitrary: fc.constantFrom(" ", "word", "日本語", "👩‍👩‍👧", "é", "…") },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      "\u001b[31m",
      "\u001b]8;;http://x\u0007",
      "\u001b",
      "\u009b2J",
      "\r",
      "\n",
      "\t",
      "\u202e",
      "\u2028",
      "\ud800",
      "\u0000",
    ),
  },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 8 }) },
);
const foreign = fc.array(unit, { maxLength: 40 }).map((units) => units.join(""));
const columns = fc.integer({ min: 2, max: 100 });

test("for all texts, what is printed is one bounded line that no terminal obeys", () => {
  let tamed = 0;
  fc.assert(
    fc.property(foreign, fc.integer({ min: 1, max: 60 }), (text, most) => {
      const printed = plain(text, most);
      expect(printed).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      expect(printed.length).toBeLessThanOrEqual(most);
      expect(printed).toBe(printed.trim());
      expect(plain(printed, most)).toBe(printed);
      if (/[\p{Cc}\p{Cf}\p{Cs}]/u.test(text)) tamed++;
    }),
  );
  expect(tamed).toBeGreaterThan(20);
});

test("for all texts of printable words, nothing is changed", () => {
  const words = fc.array(fc.stringMatching(/^[!-~äöüß日本語…]{1,12}$/), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(words, (all) => {
      expect(plain(all.join(" "))).toBe(all.join(" "));
    }),
  );
});

test("for all texts, a cut text is at most as wide as asked and begins like the whole", () => {
  let wasCut = 0;
  fc.assert(
    fc.property(foreign, columns, fc.constantFrom("…", "..."), (text, width, ellipsis) => {
      const line = plain(text);
      const kept = cut(line, width, ellipsis);
      expect(stringWidth(kept)).toBeLessThanOrEqual(width);
      expect(stringWidth(cutMiddle(line, width, ellipsis))).toBeLessThanOrEqual(width);
      if (kept === line) return;
      wasCut++;
      expect(line.startsWith(kept.slice(0, -ellipsis.length))).toBe(true);
      expect(stringWidth(fit(line, width, ellipsis))).toBe(width);
    }),
  );
  expect(wasCut).toBeGreaterThan(10);
});

test("for all texts, wrapped lines fit and say the same", () => {
  let wrapped = 0;
  fc.assert(
    fc.property(
      foreign,
      fc.integer({ min: 20, max: 100 }),
      fc.integer({ min: 0, max: 6 }),
      (text, width, hanging) => {
        const line = plain(text);
        const lines = wrap(line, width, 2, hanging);
        for (const one of lines) expect(stringWidth(one)).toBeLessThanOrEqual(width);
        expect(lines.join("").replaceAll(" ", "")).toBe(line.replaceAll(" ", ""));
        if (lines.length > 1) wrapped++;
      },
    ),
  );
  expect(wrapped).toBeGreaterThan(10);
});

test("for all of our typography, ASCII has an answer", () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom("…", "—", "–", "‘", "’", "“", "”", "•", "·", "→", "word")),
      (parts) => {
        expect(ascii(parts.join(""))).toMatch(/^[ -~]*$/);
      },
    ),
  );
});
