import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { Writing } from "./delivery.ts";
import { codeOf } from "./read-folder.ts";

export type Written = { readonly kind: "written" } | { readonly kind: "failed"; readonly message: string };

/** Who finds what it replaces replaced again looks once more; more than that is no race. */
const ATTEMPTS = 5;

/**
 * Writes a bundle to the shared volume: beside its place first, then by one rename, so that a pod sees all of it or
 * nothing. What is there already is compared and not trusted, since agents may write to the volume; a bundle that was
 * tampered with is replaced.
 */
export async function writeBundle(writing: Writing): Promise<Written> {
  try {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      if (await isThere(writing)) return { kind: "written" };
      await putThere(writing);
    }
    return (await isThere(writing)) ? { kind: "written" } : failed("somebody keeps changing them");
  } catch (error) {
    const code = codeOf(error);
    if (code === null) throw error;
    return failed(code);
  }
}

function failed(why: string): Written {
  const message = `The agent's instructions and skills can't be written to the shared data volume (${why}): let Paperclip write there, or set \`delivery\` to \`secret\`.`;
  return { kind: "failed", message };
}

async function putThere(writing: Writing): Promise<void> {
  const { folder, files } = writing;
  await mkdir(dirname(folder), { recursive: true, mode: 0o755 });
  const draft = await mkdtemp(join(dirname(folder), `.${basename(folder).slice(0, 16)}-`));
  try {
    const fresh = join(draft, "new");
    await fill(fresh, files);
    // Another process may be about the same: what is right by now is left to the runs that have begun with it.
    if ((await moved(fresh, folder)) || (await isThere(writing))) return;
    await moved(folder, join(draft, "old"));
    await moved(fresh, folder);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** False where there is nothing to move, or something in the way: the next look says what is there instead. */
async function moved(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    if (["ENOENT", "ENOTEMPTY", "EEXIST"].includes(codeOf(error) ?? "")) return false;
    throw error;
  }
}

/** Everybody may read it: the pod's user is not the host's. */
async function fill(folder: string, files: Writing["files"]): Promise<void> {
  await mkdir(folder, { mode: 0o755 });
  for (const { path, bytes, executable } of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true, mode: 0o755 });
    await writeFile(join(folder, path), bytes, { mode: executable ? 0o755 : 0o644 });
  }
}

async function isThere({ folder, files }: Writing): Promise<boolean> {
  for (const { path, bytes } of files) {
    const there = await readFile(join(folder, path)).catch(() => null);
    if (there === null || !there.equals(bytes)) return false;
  }
  return true;
}
