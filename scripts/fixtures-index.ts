// Writes the index of the recorded cases into fixtures/transcripts/README.md.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { CODES } from "@runverdict/classifier";
import { writeIndex } from "./fixtures-page.ts";
import type { CaseEntry } from "./fixtures-page.ts";

const folder = new URL("../fixtures/transcripts/", import.meta.url);
const page = new URL("README.md", folder);

const cases = readdirSync(folder)
  .toSorted()
  .filter((name) => existsSync(new URL(`${name}/expected.json`, folder)))
  .map((name): CaseEntry => {
    const golden: { readonly code: string; readonly flags?: readonly string[] } = JSON.parse(
      readFileSync(new URL(`${name}/expected.json`, folder), "utf8"),
    );
    return { name, code: golden.code, flags: golden.flags ?? [] };
  });

writeFileSync(page, writeIndex(readFileSync(page, "utf8"), cases, CODES));
