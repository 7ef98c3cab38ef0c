import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** What the release looks at of a package in the workspace. */
export interface Manifest {
  readonly folder: string;
  readonly name: string;
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
}

/** In the order in which they are to be published: each after those that it depends on. */
export function readManifests(root: string): readonly Manifest[] {
  const all = readdirSync(join(root, "packages")).map((folder) => read(root, folder));
  const ordered: Manifest[] = [];
  const visit = (one: Manifest): void => {
    if (ordered.includes(one)) return;
    for (const other of all) if (Object.hasOwn(one.dependencies, other.name)) visit(other);
    ordered.push(one);
  };
  for (const one of all) visit(one);
  return ordered;
}

function read(root: string, folder: string): Manifest {
  const text = readFileSync(join(root, "packages", folder, "package.json"), "utf8");
  const { name, version, dependencies = {} }: Omit<Manifest, "folder"> = JSON.parse(text);
  return { folder, name, version, dependencies };
}
