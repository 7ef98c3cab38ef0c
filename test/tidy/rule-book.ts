import { CODES, RULES } from "@runverdict/classifier";
import { pathToFileURL } from "node:url";
import type { RuleBook, RuleSummary } from "./checks/rules.ts";
import type { RepositoryFile } from "./files.ts";

/** Words that are codes and something else as well: outcomes, families. Naming those is naming no code. */
export const sharedWords: ReadonlySet<string> = new Set(
  Object.values(CODES).flatMap(({ outcome, family }) => [outcome, family]),
);

/** What the classifier says of its rules, and what its files export. */
export async function readRuleBook(files: readonly RepositoryFile[]): Promise<RuleBook> {
  const sources = files.filter(({ path }) => /^packages\/classifier\/src\/rules\/.+\.ts$/.test(path));
  const written = await Promise.all(
    sources.map(async ({ path }) => {
      const exported: object = await import(pathToFileURL(path).href);
      return Object.values(exported)
        .filter(isRule)
        .map((rule) => ({ ...rule, path }));
    }),
  );
  return { written: written.flat(), listed: RULES, codes: Object.keys(CODES) };
}

function isRule(value: unknown): value is RuleSummary {
  return typeof value === "object" && value !== null && "id" in value && "judge" in value;
}
