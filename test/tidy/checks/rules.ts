import { isTest } from "../files.ts";
import type { Complaints, RepositoryFile } from "../files.ts";

export interface RuleSummary {
  readonly id: string;
  readonly code: string;
}

export interface RuleBook {
  /** Every rule that a file of `src/rules` exports, whether anybody asks it or not. */
  readonly written: readonly (RuleSummary & { readonly path: string })[];
  /** The rules that `RULES` asks, in order. */
  readonly listed: readonly RuleSummary[];
  /** Every code of `CODES`. */
  readonly codes: readonly string[];
}

/** A rule that nobody asks is dead, however well it is written. */
export function unlistedRules({ written, listed }: RuleBook): Complaints {
  const ids = new Set(listed.map(({ id }) => id));
  const twice = listed.filter(({ id }, index) => listed.findIndex((one) => one.id === id) !== index);
  return [
    ...written
      .filter(({ id }) => !ids.has(id))
      .map(
        ({ id, path }) =>
          `The rule "${id}" (${path}) is not listed; add it to its tier in packages/classifier/src/rules, where its precedence is.`,
      ),
    ...twice.map(({ id }) => `Two rules are called "${id}"; an id names one rule.`),
  ];
}

/** The operator at night looks a code up, and the rule that gave it. */
export function undocumented({ codes, listed }: RuleBook, files: readonly RepositoryFile[]): Complaints {
  const page = files.find(({ path }) => path === "docs/verdicts.md");
  if (page === undefined) return ["docs/verdicts.md is missing; run `npm run docs`."];
  const text = page.text;
  return [
    ...codes
      .filter((code) => !new RegExp(`^#+ .*\`${code}\``, "m").test(text))
      .map((code) => `The code "${code}" has no section in docs/verdicts.md; run \`npm run docs\`.`),
    ...listed
      .filter(({ id }) => !text.includes(`\`${id}\``))
      .map(({ id }) => `The rule "${id}" is not named in docs/verdicts.md; run \`npm run docs\`.`),
  ];
}

/** A rule is proven by what it decides and by what it lets go. */
export function untestedRules({ listed }: RuleBook, files: readonly RepositoryFile[]): Complaints {
  const tests = files.filter(
    (file) => isTest(file) && file.path.startsWith("packages/classifier/test/rules"),
  );
  return listed
    .filter(({ id }) => !tests.some(({ text }) => text.includes(`"${id}"`)))
    .map(
      ({ id }) =>
        `The rule "${id}" has no test; name it in packages/classifier/test/rules, with what it decides and one near miss per condition.`,
    );
}

/** Every code has been seen in a case that stands on disk. */
export function unshownCodes({ codes }: RuleBook, expectations: readonly RepositoryFile[]): Complaints {
  const shown = new Set(
    expectations.map(({ path, text }) => {
      const golden: { code?: unknown } = JSON.parse(text);
      if (typeof golden.code !== "string") throw new TypeError(`${path} has no code.`);
      return golden.code;
    }),
  );
  return codes
    .filter((code) => !shown.has(code))
    .map(
      (code) => `No case shows the code "${code}"; add one to fixtures/transcripts (see CONTRIBUTING.md).`,
    );
}

/** A golden that names a code nobody knows is a spelling mistake. */
export function unknownGoldens({ codes }: RuleBook, expectations: readonly RepositoryFile[]): Complaints {
  return expectations.flatMap(({ path, text }) => {
    const golden: { code?: unknown } = JSON.parse(text);
    if (typeof golden.code === "string" && codes.includes(golden.code)) return [];
    return [
      `${path} expects the code "${String(golden.code)}", which CODES does not have; correct one of them.`,
    ];
  });
}

/** A code that no rule gives stands in the way of whoever reads the table. */
export function ungivenCodes({ codes, listed }: RuleBook, fallback: string): Complaints {
  const given = new Set([...listed.map(({ code }) => code), fallback]);
  return codes
    .filter((code) => !given.has(code))
    .map((code) => `No rule gives the code "${code}"; write the rule, or take the code out of CODES.`);
}
