import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const NAME = "@runverdict/paperclip-adapter";

/**
 * Installs the adapter from the tarballs of `pack-check.mjs`, as an operator does from npm, and gives its folder. What
 * the packages want of each other comes from the tarballs too, and not from the registry.
 */
export function installAdapter(tarballs: string, folder: string): string {
  const packed = new Map(
    readdirSync(tarballs).map((file) => [nameIn(join(tarballs, file)), `file:${join(tarballs, file)}`]),
  );
  const adapter = packed.get(NAME);
  if (adapter === undefined)
    throw new TypeError(`There is no tarball of ${NAME} in ${tarballs}: run "pnpm test:paperclip".`);
  mkdirSync(folder, { recursive: true });
  const dependencies = { [NAME]: adapter };
  const overrides = Object.fromEntries([...packed].filter(([name]) => name !== NAME));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, dependencies, overrides }));
  const flags = ["--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error"];
  execFileSync("npm", ["install", "--omit=dev", ...flags], {
    cwd: folder,
    stdio: ["ignore", "ignore", "inherit"],
  });
  return join(folder, "node_modules", NAME);
}

const manifest = z.looseObject({ name: z.string() });

function nameIn(tarball: string): string {
  const text = execFileSync("tar", ["-xOzf", tarball, "package/package.json"], { encoding: "utf8" });
  return manifest.parse(JSON.parse(text)).name;
}
