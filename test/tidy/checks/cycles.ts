import { isTypeScript } from "../files.ts";
import type { Complaints, RepositoryFile } from "../files.ts";
import { importsOf, resolveImport } from "../syntax.ts";

/** No file imports itself by way of others, not even for types: a cycle is two files that are really one. */
export function importCycles(files: readonly RepositoryFile[]): Complaints {
  const sources = new Map(files.filter(isTypeScript).map((file) => [file.path, file]));
  const done = new Set<string>();
  const cycles: string[] = [];
  const descend = (path: string, trail: readonly string[]): void => {
    const seenAt = trail.indexOf(path);
    if (seenAt !== -1) {
      cycles.push(
        `${[...trail.slice(seenAt), path].join(" → ")} is a cycle; move what both need into a file of its own.`,
      );
      return;
    }
    const file = sources.get(path);
    if (file === undefined || done.has(path)) return;
    for (const { from } of importsOf(file)) descend(resolveImport(file, from) ?? "", [...trail, path]);
    done.add(path);
  };
  for (const path of sources.keys()) descend(path, []);
  return cycles;
}
