import { ADVICE, CODES, TIERS } from "@runverdict/classifier";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { HOST_ROWS } from "../packages/paperclip-adapter/src/result/error-codes.ts";
import { writeMigration } from "../scripts/migration-page.ts";
import { writeVerdicts } from "../scripts/verdicts-page.ts";

const book = { codes: CODES, tiers: TIERS, advice: ADVICE };
const page = readFileSync(new URL("../docs/verdicts.md", import.meta.url), "utf8");

test("docs/verdicts.md says what CODES says; `npm run docs` brings it up to date", () => {
  expect(page).toBe(writeVerdicts(page, book));
});

const migration = readFileSync(new URL("../docs/migration.md", import.meta.url), "utf8");

test("docs/migration.md says what the adapter's table says; `npm run docs` brings it up to date", () => {
  expect(migration).toBe(writeMigration(migration, HOST_ROWS));
});

test("a page without its marks is not overwritten", () => {
  expect(() => writeVerdicts("# The verdicts\n", book)).toThrow(TypeError);
  expect(() => writeMigration("# Coming from elsewhere\n", HOST_ROWS)).toThrow(TypeError);
});
