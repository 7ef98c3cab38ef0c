import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";

/** What npm would publish: the manifest as it is packed, and every file. */
export interface Tarball {
  readonly path: string;
  readonly manifest: PackedManifest;
  readonly files: readonly PackedFile[];
  readonly packedBytes: number;
}

export interface PackedManifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
  readonly bin?: Readonly<Record<string, string>>;
  readonly engines?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

export interface PackedFile {
  /** Inside of the package, with slashes: `dist/index.js`. */
  readonly path: string;
  readonly bytes: number;
  readonly text: string;
}

export function readTarball(path: string): Tarball {
  const folder = mkdtempSync(join(tmpdir(), "runverdict-tarball-"));
  try {
    const { status, stderr } = spawnSync("tar", ["-xzf", path, "-C", folder], { encoding: "utf8" });
    if (status !== 0) throw new Error(`${path} could not be unpacked: ${stderr}`);
    const files = readFiles(join(folder, "package"));
    const manifest: PackedManifest = JSON.parse(textOf(files, "package.json"));
    return { path, manifest, files, packedBytes: statSync(path).size };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readFiles(folder: string): readonly PackedFile[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const file = join(entry.parentPath, entry.name);
      const content = readFileSync(file);
      return {
        path: relative(folder, file).replaceAll("\\", "/"),
        bytes: content.length,
        text: content.toString(),
      };
    })
    .toSorted((one, other) => (one.path < other.path ? -1 : 1));
}

/** Empty where there is no such file. */
export function textOf(files: readonly PackedFile[], path: string): string {
  return files.find((file) => file.path === path)?.text ?? "";
}
