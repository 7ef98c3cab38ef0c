import { ADVICE, CODES, TIERS } from "@runverdict/classifier";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { writeVerdicts } from "../scripts/verdicts-page.ts";

const book = { codes: CODES, tiers: TIERS, advice: ADVICE };
const page = readFileSync(new URL("../docs/verdicts.md", import.meta.url), "utf8");

test("docs/verdicts.md says what CODES says; `npm run docs` brings it up to date", () => {
  expect(page).toBe(writeVerdicts(page, book));
});

test("a page without its marks is not overwritten", () => {
  expect(() => writeVerdicts("# The verdicts\n", book)).toThrow(TypeError);
});
