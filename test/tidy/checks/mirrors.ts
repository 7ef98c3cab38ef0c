import { isPackageSource, isTest, placeOf } from "../files.ts";
import type { Complaints, RepositoryFile } from "../files.ts";
import { programOf } from "../syntax.ts";

const purePackages = new Set(["stream-parser", "classifier"]);

/** Tests of promises that a package makes as a whole, and that no single file keeps. */
const aboutThePackage = new Set([
  "example",
  "framing",
  "index",
  "linear-time",
  "memory",
  "public-surface",
  "recorded",
  "transcripts",
  "types",
]);

/**
 * Whoever looks for the test of a file finds it without searching: `src/a/b.ts` is tested by `test/a/b.test.ts`, or,
 * with its neighbours, by the test that is named after its folder. A file of types alone is tested by the compiler.
 */
export function untestedSources(files: readonly RepositoryFile[]): Complaints {
  const tests = new Set(files.filter(isTest).map(subject));
  return files
    .filter((file) => isPackageSource(file) && doesSomething(file))
    .flatMap((file) => {
      const place = placeOf(file.path);
      if (place === null || !purePackages.has(place.package)) return [];
      const stem = place.inside.replace(/\.ts$/, "");
      if (lineage(stem).some((name) => tests.has(`${place.package}:${name}`))) return [];
      return [
        `${file.path} has no test; write packages/${place.package}/test/${stem}.test.ts, or one named after its folder.`,
      ];
    });
}

/** A test whose source was renamed or removed is found here. */
export function strayTests(files: readonly RepositoryFile[]): Complaints {
  const sources = new Set(
    files.filter(isPackageSource).flatMap((file) => {
      const place = placeOf(file.path);
      return place === null
        ? []
        : lineage(place.inside.replace(/\.ts$/, "")).map((name) => `${place.package}:${name}`);
    }),
  );
  return files.filter(isTest).flatMap((file) => {
    const place = placeOf(file.path);
    if (place === null || place.area !== "test" || !purePackages.has(place.package)) return [];
    const name = stemOf(place.inside);
    if (aboutThePackage.has(name) || sources.has(`${place.package}:${name}`)) return [];
    return [
      `${file.path} mirrors nothing; name it after a file or folder of packages/${place.package}/src (${name}).`,
    ];
  });
}

/** `rules/provider/refusal` → itself, `rules/provider`, `rules`. */
function lineage(stem: string): readonly string[] {
  const parts = stem.split("/");
  return parts.map((_, index) => parts.slice(0, parts.length - index).join("/"));
}

function subject(file: RepositoryFile): string {
  const place = placeOf(file.path);
  return place === null ? file.path : `${place.package}:${stemOf(place.inside)}`;
}

/** `parser.properties.test.ts` → `parser`; `rules/index.test.ts` → `rules/index`. */
function stemOf(inside: string): string {
  return inside.replace(/(\.[a-z-]+)?\.test\.ts$/, "");
}

/** Whether anything of the file is left at run time that is its own: not types, not imports, not re-exports. */
function doesSomething(file: RepositoryFile): boolean {
  return programOf(file).body.some((statement) => {
    switch (statement.type) {
      case "ImportDeclaration":
      case "ExportAllDeclaration":
      case "TSInterfaceDeclaration":
      case "TSTypeAliasDeclaration":
        return false;
      case "ExportNamedDeclaration":
        return statement.declaration !== null && !statement.declaration.type.startsWith("TS");
      default:
        return true;
    }
  });
}
