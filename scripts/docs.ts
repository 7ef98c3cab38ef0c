// `npm run docs`: writes what is generated of the documents.
import { readFileSync, writeFileSync } from "node:fs";
import { ADVICE, CODES, TIERS } from "@runverdict/classifier";
import { FIELDS } from "../packages/paperclip-adapter/src/config/fields.ts";
import { SUPERSEDED } from "../packages/paperclip-adapter/src/config/superseded.ts";
import { HOST_ROWS } from "../packages/paperclip-adapter/src/result/error-codes.ts";
import { FIELD_ORIGINS } from "./field-origins.ts";
import { writeFields } from "./fields-page.ts";
import { writeCodes } from "./migration-page.ts";
import { writeVerdicts } from "./verdicts-page.ts";

const page = new URL("../docs/verdicts.md", import.meta.url);
writeFileSync(
  page,
  writeVerdicts(readFileSync(page, "utf8"), { codes: CODES, tiers: TIERS, advice: ADVICE }),
);
const migration = new URL("../docs/migration.md", import.meta.url);
const book = { fields: FIELDS, origins: FIELD_ORIGINS, superseded: SUPERSEDED };
writeFileSync(migration, writeCodes(writeFields(readFileSync(migration, "utf8"), book), HOST_ROWS));
await import("./fixtures-index.ts");
