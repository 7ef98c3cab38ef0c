import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readArguments } from "../src/explain/arguments.ts";
import { environment, fixtures, linesOf, program, runverdict } from "./support/runverdict.ts";

test("--help says what there is, within 80 columns", () => {
  for (const args of [["--help"], ["explain", "-h"]]) {
    const { status, stdout, stderr } = runverdict(args);
    expect(stdout).toContain("Usage: runverdict explain");
    expect(linesOf(stdout).filter((line) => line.length > 80)).toEqual([]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  }
});

test("every option that the help names is understood", () => {
  const { stdout } = runverdict(["explain", "--help"]);
  const options = [...new Set([...stdout.matchAll(/--[a-z-]+/g)].map(([option]) => option))];
  expect(options.toSorted()).toEqual([
    "--exit-code",
    "--help",
    "--json",
    "--signal",
    "--trail",
    "--version",
    "--watch",
  ]);
  for (const option of options) {
    const value = { "--exit-code": ["1"], "--signal": ["TERM"] }[option] ?? [];
    expect(readArguments([option, ...value, "-"]).kind).not.toBe("misuse");
  }
});

test("--version is the version of the package", () => {
  const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  expect(runverdict(["--version"]).stdout).toBe(`${version}\n`);
  expect(runverdict(["explain", "--version"]).stdout).toBe(`${version}\n`);
});

test("without arguments, a checkout shows all recorded cases and then one of them in full", () => {
  const { status, stdout, stderr } = runverdict([]);
  const [rows, full] = stdout.split("One of them in full:");
  expect(linesOf(rows ?? "").length).toBeGreaterThan(300);
  expect(full).toContain("A sidecar is still running, so the pod looks alive.");
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
});

test("a reader that has seen enough is no failure", () => {
  const shell = `"$0" "$@" | head -n 1`;
  const { stdout, stderr } = spawnSync("sh", ["-c", shell, ...program, "explain", "--trail", fixtures], {
    encoding: "utf8",
    env: environment(),
  });
  expect(linesOf(stdout)).toHaveLength(1);
  expect(stderr).toBe("");
});

test("--trail shows every rule that was asked before the one that decided", () => {
  const folder = `${fixtures}/k8s-oom-beside-sidecar`;
  const { passedOver, rule } = JSON.parse(runverdict(["explain", "--json", folder]).stdout);
  const { stdout } = runverdict(["explain", "--trail", folder]);
  const trail = stdout.slice(stdout.indexOf("Rules asked, in order"));
  const asked = [...trail.matchAll(/^ {2}• ([\w-]+)/gm)].map(([, id]) => id);
  expect(asked).toEqual([...passedOver.map((one: { rule: string }) => one.rule), rule]);
  expect(asked.length).toBeGreaterThan(5);
  expect(runverdict(["explain", folder]).stdout).not.toContain("Rules asked");
});

test("an output that can't be written is told without a stack trace", () => {
  const { status, stderr } = spawnSync("sh", ["-c", '"$0" "$@" >/dev/full', ...program, "--help"], {
    encoding: "utf8",
    env: environment(),
  });
  expect(stderr).toBe("runverdict: the output could not be written (ENOSPC).\n");
  expect(status).toBe(1);
});
