import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { Writing } from "./delivery.ts";
import { codeOf } from "./read-folder.ts";

export type Written = { readonly kind: "written" } | { readonly kind: "failed"; readonly message: string };

/**
 * Writes a bundle to the shared volume: beside its place first, then by one rename, so that a pod sees all of it or
 * nothing. What is there already is compared and not trusted, since agents may write to the volume; a bundle that was
 * tampered with is replaced.
 */
export async function writeBundle({ folder, files }: Writing): Promise<Written> {
  try {
    if (await isThere({ folder, files })) return { kind: "written" };
    await mkdir(dirname(folder), { recursive: true, mode: 0o755 });
    const draft = await mkdtemp(join(dirname(folder), `.${basename(folder).slice(0, 16)}-`));
    try {
      await fill(join(draft, "new"), files);
      await exchange(draft, folder);
    } finally {
      await rm(draft, { recursive: true, force: true });
    }
    return (await isThere({ folder, files })) ? { kind: "written" } : failed("it was changed at once");
  } catch (error) {
    return failed(codeOf(error));
  }
}

function failed(why: string): Written {
  const message = `The agent's instructions and skills can't be written to the shared data volume (${why}): let Paperclip write there, or set \`delivery\` to \`secret\`.`;
  return { kind: "failed", message };
}

/** Another process may be about the same: whoever comes second finds a folder there, and moves it away. */
async function exchange(draft: string, folder: string): Promise<void> {
  const [fresh, old] = [join(draft, "new"), join(draft, "old")];
  await rename(folder, old).catch((error: unknown) => {
    if (codeOf(error) !== "ENOENT") throw error;
  });
  await rename(fresh, folder).catch((error: unknown) => {
    if (!["ENOTEMPTY", "EEXIST"].includes(codeOf(error))) throw error;
  });
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
