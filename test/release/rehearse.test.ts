import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { pendingChangesets, rehearse } from "../../scripts/release/rehearse.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

interface Changeset {
  readonly bumps: Readonly<Record<string, string>>;
  /** Without what changes when it is made an item of a list. */
  readonly words: string;
}

function readChangeset(name: string): Changeset {
  const [, head = "", text = ""] = readFileSync(join(root, ".changeset", name), "utf8").split(/^---$/m);
  const bumps = [...head.matchAll(/^"([^"]+)": (\w+)$/gm)].map(([, one = "", bump = ""]) => [one, bump]);
  return { bumps: Object.fromEntries(bumps), words: wordsOf(text) };
}

function wordsOf(text: string): string {
  return text.split(/\s+/).filter(Boolean).join(" ");
}

const before = new Map(pendingChangesets(root).map((name) => [name, readChangeset(name)]));
const releases = rehearse(root);

test("the changelog of each package says what its changesets say, and no changeset is lost", () => {
  for (const { bumps, words } of before.values()) {
    expect(Object.keys(bumps).length).toBeGreaterThan(0);
    for (const name of Object.keys(bumps)) {
      expect(wordsOf(releases.find((one) => one.name === name)?.changelog ?? "")).toContain(words);
    }
  }
});

test("a package that a changeset names gets the next version, 0.1.0 if it never had one", () => {
  const named = new Set([...before.values()].flatMap(({ bumps }) => Object.keys(bumps)));
  for (const { name, from, to } of releases.filter((one) => named.has(one.name))) {
    expect(to, name).not.toBe(from);
    if (from === "0.0.0") expect(to, name).toBe("0.1.0");
  }
});

test("to rehearse changes nothing here", () => {
  expect(new Map(pendingChangesets(root).map((name) => [name, readChangeset(name)]))).toEqual(before);
});
