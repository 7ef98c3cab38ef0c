import { join } from "node:path";
import { expect, test } from "vitest";
import { folderWith } from "./support/case-folder.ts";
import { runverdict } from "./support/runverdict.ts";
import { init, podThatEnded, says } from "./support/scenes.ts";

/** Clears the screen, sets the title, turns the text round, rings, overwrites the line. */
const hostile =
  "\u001b[2J\u001b]0;owned\u0007\u009b31mred\u202Eevil\u2066\u0007\b\b\rfaked ✓ Succeeded\u001bPq#0\u001b\\\u200b\u{e0041}";
// eslint-disable-next-line no-control-regex -- control characters are what is looked for.
const garbling = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]|\p{Cf}|\p{Cs}/u;

function hostileCase(): string {
  return folderWith({
    [`${hostile.replaceAll(/[\0/]/g, "")}/stdout.log`]: `${init}${says(hostile)}${hostile} Error: ${hostile}\n`,
    [`${hostile.replaceAll(/[\0/]/g, "")}/pod.json`]: podThatEnded({
      exitCode: 1,
      reason: hostile,
      message: hostile,
    }),
    "unusable/pod.json": { kind: hostile, apiVersion: hostile },
  });
}

test.each([["--trail"], ["--json"], ["--watch"]])(
  "no log, object or name can garble the screen (%s)",
  (option) => {
    const folder = hostileCase();
    const operands = [join(folder, hostile.replaceAll(/[\0/]/g, "")), join(folder, "unusable")];
    for (const operand of operands) {
      const { stdout, stderr } = runverdict(["explain", option, operand]);
      expect(stdout + stderr).not.toMatch(garbling);
      expect(stdout + stderr).toContain("evil");
    }
  },
);

test("a table with hostile names stays a table", () => {
  const { stdout, stderr } = runverdict(["explain", hostileCase()]);
  expect(stdout + stderr).not.toMatch(garbling);
  expect(stdout.trimEnd().split("\n")).toHaveLength(4);
});

test("JSON gives the name back unchanged", () => {
  const folder = hostileCase();
  const name = hostile.replaceAll(/[\0/]/g, "");
  const { stdout } = runverdict(["explain", "--json", join(folder, name)]);
  expect(JSON.parse(stdout)).toMatchObject({ case: name });
});

test("a text of a megabyte does not push the verdict off the screen", () => {
  const folder = folderWith({
    "stdout.log": init + says("x".repeat(1_000_000)),
    "pod.json": podThatEnded({ exitCode: 1, reason: "Error", message: "y".repeat(1_000_000) }),
  });
  const { stdout } = runverdict(["explain", "--trail", folder]);
  expect(stdout.length).toBeLessThan(20_000);
});
