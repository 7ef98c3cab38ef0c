import { join } from "node:path";
import { must } from "./stranger.ts";

/** Those that strangers compile with; the last is the workspace's own. */
export const TYPESCRIPTS = ["5.9.3", "6.0.3", "7.0.2"] as const;

const resolutions = {
  nodenext: ["--module", "nodenext", "--moduleResolution", "nodenext"],
  bundler: ["--module", "preserve", "--moduleResolution", "bundler"],
} as const;

/**
 * Compiles a project of a stranger's with each compiler and each way of finding modules, and writes nothing.
 *
 * @param folderOf Where a version of the compiler is installed.
 */
export function compileEverywhere(
  home: string,
  versions: readonly string[],
  folderOf: (version: string) => string,
): void {
  for (const version of versions) {
    const folder = folderOf(version);
    for (const [resolution, flags] of Object.entries(resolutions)) {
      for (const [platform, project] of Object.entries(platforms)) {
        console.log(`TypeScript ${version}, ${resolution}, ${platform}`);
        must(process.execPath, [join(folder, "bin", "tsc"), ...project, ...flags, "--noEmit"], home);
      }
    }
  }
}

/** Strangers compile for no platform at all, for a browser, or for Node; our declarations must fit into each. */
const platforms = {
  "no platform": ["-p", "tsconfig.json", "--lib", "ES2023"],
  "a browser": ["-p", "tsconfig.json", "--lib", "ES2023,DOM"],
  Node: ["-p", "tsconfig.node.json", "--lib", "ES2023"],
} as const;
