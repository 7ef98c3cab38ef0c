import { readdir, readFile, realpath, stat } from "node:fs/promises";
import { join } from "node:path";

export interface FolderFile {
  /** Relative, with slashes. */
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly executable: boolean;
}

/** What is left of the room that all folders of a bundle share. */
export interface Room {
  files: number;
  bytes: number;
}

export type FolderRead =
  | { readonly kind: "read"; readonly files: readonly FolderFile[] }
  /** Why it is not to be used: a sentence. */
  | { readonly kind: "unusable"; readonly why: string };

/**
 * All files below a folder of the host's disk, in the order of their names. A link is followed as long as it stays in
 * the folder: a skill is somebody's text, and must not bring the host's own files into a pod.
 */
export async function readFolder(folder: string, room: Room): Promise<FolderRead> {
  try {
    const root = await realpath(folder);
    const files: FolderFile[] = [];
    for (const path of await pathsBelow(root)) {
      const file = await readWithin(root, path, room);
      if (file === "too-much")
        return { kind: "unusable", why: "it is larger than what a bundle may hold (2,000 files, 32 MiB)." };
      if (file !== null) files.push(file);
    }
    return { kind: "read", files };
  } catch (error) {
    const code = codeOf(error);
    if (code === null) throw error;
    return { kind: "unusable", why: `it can't be read (${code}).` };
  }
}

/** What the system calls the mistake, such as ENOENT; null for a mistake of ours. Its message names the host's paths. */
export function codeOf(error: unknown): string | null {
  const code: unknown = error instanceof Error ? Reflect.get(error, "code") : null;
  return typeof code === "string" ? code : null;
}

/** Folders behind links are not walked into: they may lead in a circle. */
async function pathsBelow(root: string): Promise<readonly string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() || entry.isSymbolicLink())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .toSorted();
}

async function readWithin(root: string, path: string, room: Room): Promise<FolderFile | "too-much" | null> {
  const real = await realpath(join(root, path)).catch(() => null);
  if (real === null || !real.startsWith(`${root}/`)) return null;
  const about = await stat(real);
  if (!about.isFile()) return null;
  room.files -= 1;
  room.bytes -= about.size;
  if (room.files < 0 || room.bytes < 0) return "too-much";
  return { path, bytes: await readFile(real), executable: (about.mode & 0o111) !== 0 };
}
