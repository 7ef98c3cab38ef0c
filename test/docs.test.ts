import { ADVICE, CODES, TIERS } from "@runverdict/classifier";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { FIELDS } from "../packages/paperclip-adapter/src/config/fields.ts";
import { SUPERSEDED } from "../packages/paperclip-adapter/src/config/superseded.ts";
import { HOST_ROWS } from "../packages/paperclip-adapter/src/result/error-codes.ts";
import { FIELD_ORIGINS } from "../scripts/field-origins.ts";
import { writeFields } from "../scripts/fields-page.ts";
import { writeCodes } from "../scripts/migration-page.ts";
import { writeVerdicts } from "../scripts/verdicts-page.ts";

const book = { codes: CODES, tiers: TIERS, advice: ADVICE };
const page = readFileSync(new URL("../docs/verdicts.md", import.meta.url), "utf8");

test("docs/verdicts.md says what CODES says; `npm run docs` brings it up to date", () => {
  expect(page).toBe(writeVerdicts(page, book));
});

const migration = readFileSync(new URL("../docs/migration.md", import.meta.url), "utf8");

const form = { fields: FIELDS, origins: FIELD_ORIGINS, superseded: SUPERSEDED };

test("docs/migration.md says what the adapter's tables say; `npm run docs` brings it up to date", () => {
  expect(migration).toBe(writeCodes(writeFields(migration, form), HOST_ROWS));
});

test("a page without its marks is not overwritten", () => {
  expect(() => writeVerdicts("# The verdicts\n", book)).toThrow(TypeError);
  expect(() => writeCodes("# Coming from elsewhere\n", HOST_ROWS)).toThrow(TypeError);
  expect(() => writeFields("# Coming from elsewhere\n", form)).toThrow(TypeError);
});
