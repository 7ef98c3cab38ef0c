// `npm run docs`: writes what is generated of the documents.
import { readFileSync, writeFileSync } from "node:fs";
import { ADVICE, CODES, TIERS } from "@runverdict/classifier";
import { HOST_ROWS } from "../packages/paperclip-adapter/src/result/error-codes.ts";
import { writeMigration } from "./migration-page.ts";
import { writeVerdicts } from "./verdicts-page.ts";

const page = new URL("../docs/verdicts.md", import.meta.url);
writeFileSync(
  page,
  writeVerdicts(readFileSync(page, "utf8"), { codes: CODES, tiers: TIERS, advice: ADVICE }),
);
const migration = new URL("../docs/migration.md", import.meta.url);
writeFileSync(migration, writeMigration(readFileSync(migration, "utf8"), HOST_ROWS));
await import("./fixtures-index.ts");
