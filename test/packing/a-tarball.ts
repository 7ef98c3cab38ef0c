import type { PackedManifest, Tarball } from "../../scripts/packing/tarball.ts";

/** A tarball to which nobody objects, but for the files and words that a test adds. */
export function aTarball(
  files: Readonly<Record<string, string>> = {},
  manifest: Partial<PackedManifest> = {},
): Tarball {
  const all = {
    LICENSE: "MIT License\n",
    "README.md": "# a package\n",
    "dist/index.js": "export const a = 1;\n",
    ...files,
  };
  return {
    path: "a.tgz",
    manifest: { name: "a", version: "1.0.0", license: "MIT", engines: { node: ">=22.12" }, ...manifest },
    files: Object.entries(all).map(([path, text]) => ({ path, text, bytes: text.length })),
    packedBytes: 1000,
  };
}
