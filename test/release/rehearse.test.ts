import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { getDependencyReleaseLine, getReleaseLine } from "../../.changeset/changelog.ts";
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

test("a changelog names the packages that come along in one line, and no commit", () => {
  for (const { changelog } of releases) {
    expect(changelog.match(/^- With @?[a-z]/gm)?.length ?? 0).toBeLessThanOrEqual(1);
    expect(changelog).not.toMatch(/^- (?:Updated dependencies|[0-9a-f]{7}: )/m);
  }
  expect(getReleaseLine({ summary: "One.\n\n- two  " })).toBe("- One.\n\n  - two");
  const came = [
    { name: "a", newVersion: "1.0.0" },
    { name: "b", newVersion: "2.0.0" },
  ];
  expect(getDependencyReleaseLine([], came)).toBe("- With a 1.0.0, b 2.0.0.");
  expect(getDependencyReleaseLine([], [])).toBe("");
});

test("to rehearse changes nothing here", () => {
  expect(new Map(pendingChangesets(root).map((name) => [name, readChangeset(name)]))).toEqual(before);
});
