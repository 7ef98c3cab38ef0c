import { readdirSync } from "node:fs";
import { join } from "node:path";
import stringWidth from "string-width";
import { expect, test } from "vitest";
import { folderWith } from "./support/case-folder.ts";
import { fixtures, linesOf, runverdict } from "./support/runverdict.ts";
import { init, oomPod, says } from "./support/scenes.ts";

const cases = readdirSync(fixtures)
  .filter((name) => /^[^.]+$/.test(name))
  .toSorted()
  .map((name) => join(fixtures, name));
const oomBesideSidecar = join(fixtures, "k8s-oom-beside-sidecar");

/** Each recorded case in full, on a terminal of 80 columns. */
const explained = runverdict(["explain", ...cases], { env: { COLUMNS: "80" } }).stdout;

test("no recorded case is wider than a terminal of 80 columns", () => {
  expect(linesOf(explained).filter((line) => stringWidth(line) > 80)).toEqual([]);
  expect(linesOf(explained).length).toBeGreaterThan(10 * cases.length);
});

test.each([
  [40, cases.filter((_, index) => index % 9 === 0)],
  [20, cases.filter((_, index) => index % 9 === 1)],
])("nothing is wider than a terminal of %i columns, tables neither", (columns, some) => {
  const { stdout } = runverdict(["explain", ...some, fixtures], { env: { COLUMNS: String(columns) } });
  expect(linesOf(stdout).filter((line) => stringWidth(line) > columns)).toEqual([]);
  expect(linesOf(stdout).length).toBeGreaterThan(cases.length + 10 * some.length);
});

test("the rules that were asked are not wider either", () => {
  const { stdout } = runverdict(["explain", "--trail", ...cases.slice(0, 50)], { env: { COLUMNS: "30" } });
  expect(stdout.match(/ decided$/gm)).toHaveLength(50);
  expect(linesOf(stdout).filter((line) => stringWidth(line) > 30)).toEqual([]);
});

test("running text is not wider than 80 columns on a wide terminal, and nothing is where the width is unknown", () => {
  const wide = linesOf(runverdict(["explain", oomBesideSidecar], { env: { COLUMNS: "200" } }).stdout);
  const events = wide.indexOf("Last events (times are UTC)");
  expect(events).toBeGreaterThan(10);
  expect(wide.slice(0, events).filter((line) => stringWidth(line) > 80)).toEqual([]);
  const unknown = linesOf(runverdict(["explain", oomBesideSidecar, fixtures]).stdout);
  expect(unknown.filter((line) => stringWidth(line) > 80)).toEqual([]);
});

test("most recorded cases fit on a screen of 24 lines, and none needs two", () => {
  // Every explanation but the first begins behind a blank line, and none has a blank line inside.
  const heights = explained.split("\n\n").map((explanation) => linesOf(explanation).length);
  expect(heights).toHaveLength(cases.length);
  expect(heights.filter((height) => height <= 24).length / heights.length).toBeGreaterThan(0.8);
  expect(Math.max(...heights)).toBeLessThan(40);
});

test("wide characters count twice and are not cut in half", () => {
  const said = "メモリが足りないのでビルドを分けて実行します。".repeat(8);
  const folder = folderWith({ "stdout.log": init + says(said), "pod.json": oomPod });
  const { stdout } = runverdict(["explain", folder], { env: { COLUMNS: "50" } });
  const event = linesOf(stdout).find((line) => line.includes("メモリ"));
  expect(stringWidth(event ?? "")).toBeLessThanOrEqual(50);
  expect(stringWidth(event ?? "")).toBeGreaterThan(46);
  expect(stdout).not.toContain("\ufffd");
});

test("without a terminal there is no colour, FORCE_COLOR brings it back, and NO_COLOR alone keeps it away", () => {
  const colours = (env: Readonly<Record<string, string>>): boolean =>
    runverdict(["explain", oomBesideSidecar], { env }).stdout.includes("\u001b[");
  expect(colours({})).toBe(false);
  expect(colours({ FORCE_COLOR: "1" })).toBe(true);
  expect(colours({ FORCE_COLOR: "0" })).toBe(false);
  expect(colours({ NO_COLOR: "1" })).toBe(false);
});

test("colours change nothing but the colours", () => {
  const coloured = runverdict(["explain", ...cases.slice(0, 40)], { env: { FORCE_COLOR: "1" } }).stdout;
  const plain = runverdict(["explain", ...cases.slice(0, 40)]).stdout;
  // eslint-disable-next-line no-control-regex -- the escape character is what is looked for.
  expect(coloured.replaceAll(/\u001b\[\d+m/g, "")).toBe(plain);
});

test("where the locale is not UTF-8, our own words are ASCII", () => {
  const nonAscii = /[^\n -~]/;
  expect(runverdict(["explain", oomBesideSidecar]).stdout).toMatch(nonAscii);
  expect(runverdict(["explain", oomBesideSidecar], { env: { LANG: "C" } }).stdout).not.toMatch(nonAscii);
  expect(runverdict(["explain", fixtures], { env: { LC_ALL: "POSIX" } }).stdout).not.toMatch(nonAscii);
});

test("an agent out of memory beside a living sidecar is told from top to bottom", async () => {
  const { stdout } = runverdict(["explain", oomBesideSidecar]);
  await expect(stdout).toMatchFileSnapshot("snapshots/oom-beside-sidecar.txt");
});

test("a table says of each case what became of it", async () => {
  const folder = folderWith({
    "1-out-of-memory/stdout.log": init + says("Building."),
    "1-out-of-memory/pod.json": oomPod,
    "2-broken/pod.json": "{",
    "3-still-going/stdout.log": init,
    "notes/README.md": "Not a case.",
  });
  const { stdout } = runverdict(["explain", "."], { cwd: folder, env: { COLUMNS: "90" } });
  await expect(stdout).toMatchFileSnapshot("snapshots/table.txt");
});

test("an instant in the proof is a day and a time, and the JSON keeps the milliseconds of the evidence", () => {
  const deleted = join(fixtures, "k8s-delete-midrun-init");
  const { stdout } = runverdict(["explain", deleted], { env: { COLUMNS: "80" } });
  expect(stdout).toContain("when the deletion was asked for: 2026-11-20 20:45:46 UTC");
  const { evidence } = JSON.parse(runverdict(["explain", "--json", deleted]).stdout);
  expect(evidence[0]).toMatchObject({ path: "pod.lastSeen.deletionRequestedAt", quote: "1795207546000" });
});

test("the instant at which a limit resets is a day and a time too", () => {
  const { stdout } = runverdict(["explain", join(fixtures, "cli-usage-limit-oauth")]);
  expect(stdout.replaceAll(/\s+/g, " ")).toContain("Not before 2026-11-21 00:22:57 UTC.");
});
