import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { fixtures, jsonLines, linesOf, runverdict } from "./support/runverdict.ts";

interface Golden {
  readonly outcome: string;
  readonly code: string;
  readonly flags?: readonly string[];
}

const names = readdirSync(fixtures)
  .filter((name) => /^[^.]+$/.test(name))
  .toSorted();

test("every recorded case is called what it was, in the order of the names", () => {
  const { status, stdout, stderr } = runverdict(["explain", "--json", fixtures]);
  const verdicts = jsonLines(stdout);
  expect(verdicts.map((verdict) => verdict["case"])).toEqual(names);
  const wrong = verdicts.filter((verdict) => {
    const golden: Golden = JSON.parse(
      readFileSync(join(fixtures, String(verdict["case"]), "expected.json"), "utf8"),
    );
    const flags = Array.isArray(verdict["flags"]) ? verdict["flags"] : [];
    const flagged = (golden.flags ?? []).every((flag) => flags.includes(flag));
    return verdict["outcome"] !== golden.outcome || verdict["code"] !== golden.code || !flagged;
  });
  expect(wrong.map((verdict) => `${String(verdict["case"])}: ${String(verdict["code"])}`)).toEqual([]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
});

test("a folder of cases is a table with one row a case and a count of the outcomes", () => {
  const { status, stdout } = runverdict(["explain", fixtures], { env: { COLUMNS: "140" } });
  const rows = linesOf(stdout);
  expect(rows).toHaveLength(names.length + 2);
  expect(rows.slice(0, names.length).map((row) => row.split(/\s+/)[1])).toEqual(names);
  expect(rows.at(-1)).toMatch(new RegExp(`^${names.length} cases: \\d+ succeeded, \\d+ failed, `));
  expect(status).toBe(0);
});
