import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Tarball } from "./tarball.ts";

/** The two ways in which strangers install: npm puts everything side by side, pnpm shows a package only what it asks for. */
export type Installer = "npm" | "pnpm";

/** Where the stranger's program stands, and the versions that it takes of what it needs beside us. */
export interface Stranger {
  readonly program: string;
  readonly others: Readonly<Record<string, string>>;
}

/** Installs the tarballs in an empty project beside a program that uses them, and removes the project afterwards. */
export function asStranger(
  installer: Installer,
  tarballs: readonly Tarball[],
  { program, others }: Stranger,
  act: (home: string) => void,
): void {
  const home = mkdtempSync(join(tmpdir(), "runverdict-consumer-"));
  try {
    cpSync(program, home, { recursive: true });
    install(installer, home, tarballs, others);
    act(home);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/** Also where one tarball asks for another: it would be looked for in the registry. */
function install(
  installer: Installer,
  home: string,
  tarballs: readonly Tarball[],
  others: Stranger["others"],
) {
  const own = Object.fromEntries(tarballs.map(({ manifest, path }) => [manifest.name, `file:${path}`]));
  const path = join(home, "package.json");
  const manifest = {
    ...JSON.parse(readFileSync(path, "utf8")),
    dependencies: own,
    devDependencies: others,
    overrides: Object.fromEntries(Object.keys(own).map((name) => [name, `$${name}`])),
  };
  writeFileSync(path, JSON.stringify(manifest));
  writeFileSync(join(home, "pnpm-workspace.yaml"), `overrides: ${JSON.stringify(own)}\n`);
  const flags = {
    npm: ["--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error"],
    pnpm: ["--ignore-scripts", "--prefer-offline", "--strict-peer-dependencies", "--reporter=append-only"],
  }[installer];
  must(installer, ["install", ...flags], home);
}

/** Runs a command; one that fails ends the check. A quiet one is shown only then. */
export function must(command: string, args: readonly string[], cwd: string, how?: "quiet"): void {
  const stdio = how === "quiet" ? "pipe" : "inherit";
  const { status, error, signal, output } = spawnSync(command, args, { cwd, stdio, encoding: "utf8" });
  if (status === 0) return;
  if (how === "quiet") console.error(output.join(""));
  const why = error?.message ?? (signal === null ? `exit status ${status}` : `signal ${signal}`);
  throw new Error(`"${[command, ...args].join(" ")}" failed: ${why}.`);
}
