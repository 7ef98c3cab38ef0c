import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

/** One file of the repository; the path is relative to its root, with slashes. */
export interface RepositoryFile {
  readonly path: string;
  readonly text: string;
}

/** What a check gives back: one sentence per violation that says what is wrong and how to mend it. */
export type Complaints = readonly string[];

const root = fileURLToPath(new URL("../..", import.meta.url));
const skipped = new Set([".git", "node_modules", "dist", "coverage", ".tools", "reports", ".stryker-tmp"]);

/** All files that people wrote, as text. Fixtures are recordings: see `readFixtures`. */
export function readRepository(): readonly RepositoryFile[] {
  return walk(root)
    .filter((path) => !path.startsWith("fixtures/"))
    .map(read);
}

/** The goldens and descriptions of the recorded cases, without the recordings themselves. */
export function readFixtures(): readonly RepositoryFile[] {
  return walk(join(root, "fixtures"))
    .filter((path) => path.endsWith("expected.json"))
    .map(read);
}

function walk(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (skipped.has(entry.name)) return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return walk(path);
    return entry.isFile() ? [relative(root, path).split(sep).join("/")] : [];
  });
}

function read(path: string): RepositoryFile {
  return { path, text: readFileSync(join(root, path), "utf8") };
}

/** `packages/classifier/src/rules/index.ts` → `{ package: "classifier", area: "src", inside: "rules/index.ts" }`. */
export function placeOf(path: string): { package: string; area: string; inside: string } | null {
  const match = /^packages\/([^/]+)\/([^/]+)\/(.+)$/.exec(path);
  if (match === null) return null;
  const [, name = "", area = "", inside = ""] = match;
  return { package: name, area, inside };
}

export function isTypeScript(file: RepositoryFile): boolean {
  return /\.m?ts$/.test(file.path) && !file.path.endsWith(".d.ts");
}

export function isPackageSource(file: RepositoryFile): boolean {
  return isTypeScript(file) && placeOf(file.path)?.area === "src";
}

export function isTest(file: RepositoryFile): boolean {
  return file.path.endsWith(".test.ts");
}
