import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Tarball } from "./tarball.ts";

/** Bytes. */
export interface PackageSize {
  readonly name: string;
  readonly packed: number;
  readonly unpacked: number;
  /** On disk, with all that comes along. */
  readonly installed: number;
}

/** `home` is a project into which npm has installed them: all packages lie side by side there. */
export function sizesOf(tarballs: readonly Tarball[], home: string): readonly PackageSize[] {
  return tarballs.map(({ manifest, files, packedBytes }) => ({
    name: manifest.name,
    packed: packedBytes,
    unpacked: files.reduce((sum, { bytes }) => sum + bytes, 0),
    installed: [...closure(manifest.name, home, new Set())].reduce(
      (sum, one) => sum + bytesBelow(join(home, "node_modules", one)),
      0,
    ),
  }));
}

/** A package and all that it needs, optional peers aside. */
function closure(name: string, home: string, seen: Set<string>): ReadonlySet<string> {
  if (seen.has(name)) return seen;
  seen.add(name);
  const text = readFileSync(join(home, "node_modules", name, "package.json"), "utf8");
  const { dependencies = {} }: { readonly dependencies?: Readonly<Record<string, string>> } =
    JSON.parse(text);
  for (const one of Object.keys(dependencies)) closure(one, home, seen);
  return seen;
}

function bytesBelow(folder: string): number {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}

const begin = "<!-- measured by `pnpm pack:check --write`; do not edit -->";
const end = "<!-- end of what is measured -->";

/** Writes the sizes between their marks: all of them as a table, or those of one package as a sentence. */
export function writeSizes(page: string, sizes: readonly PackageSize[]): string {
  const { before, after } = parts(page);
  const [only, ...others] = sizes;
  const text = only !== undefined && others.length === 0 ? sentence(only) : table(sizes);
  return `${before}${begin}\n\n${text}\n\n${end}${after}`;
}

/** A README is part of its tarball, and each change of code changes some bytes: only what misleads is out of date. */
const TOLERANCE = 0.1;

/** What a page states wrongly: one sentence. */
export function staleSizes(name: string, page: string, sizes: readonly PackageSize[]): readonly string[] {
  const stated = figuresIn(parts(page).stated);
  const measured = figuresIn(parts(writeSizes(page, sizes)).stated);
  const isTrue =
    stated.length === measured.length &&
    stated.every((one, index) => Math.abs(one / (measured[index] ?? 0) - 1) <= TOLERANCE);
  return isTrue
    ? []
    : [`${name} states sizes that are wrong by more than a tenth; run \`pnpm pack:check --write\`.`];
}

function parts(page: string): { readonly before: string; readonly stated: string; readonly after: string } {
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from === -1 || to < from)
    throw new TypeError(`A README needs the lines "${begin}" and "${end}", in this order.`);
  return {
    before: page.slice(0, from),
    stated: page.slice(from + begin.length, to),
    after: page.slice(to + end.length),
  };
}

/** In bytes, so that 980 kB and 1.0 MB are neighbours. */
function figuresIn(text: string): readonly number[] {
  return [...text.matchAll(/([\d.]+) (kB|MB)/g)].map(
    ([, figure, unit]) => Number(figure) * (unit === "MB" ? 1e6 : 1e3),
  );
}

function table(sizes: readonly PackageSize[]): string {
  const rows = sizes.map(
    ({ name, packed, unpacked, installed }) =>
      `| \`${name}\` | ${shown(packed)} | ${shown(unpacked)} | ${shown(installed)} |`,
  );
  return [
    "| package | packed | unpacked | installed, with all it needs |",
    "| --- | --: | --: | --: |",
    ...rows,
  ].join("\n");
}

function sentence({ packed, unpacked, installed }: PackageSize): string {
  return `${shown(packed)} packed, ${shown(unpacked)} unpacked (with its sources), ${shown(installed)} installed with all that it needs.`;
}

function shown(bytes: number): string {
  return bytes < 1e6 ? `${Number((bytes / 1e3).toPrecision(2))} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
