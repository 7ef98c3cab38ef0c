// `npm run docs`: writes what is generated of the documents.
import { readFileSync, writeFileSync } from "node:fs";
import { ADVICE, CODES, TIERS } from "@runverdict/classifier";
import { writeVerdicts } from "./verdicts-page.ts";

const page = new URL("../docs/verdicts.md", import.meta.url);
writeFileSync(
  page,
  writeVerdicts(readFileSync(page, "utf8"), { codes: CODES, tiers: TIERS, advice: ADVICE }),
);
await import("./fixtures-index.ts");
