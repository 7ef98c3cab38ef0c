import { spawnSync } from "node:child_process";
import { chownSync, mkdirSync } from "node:fs";

/** Who the server runs as. Its Postgres refuses to be root's, so that root gives both to `nobody`; others keep theirs. */
const identity: { readonly uid?: number; readonly gid?: number } =
  process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

/** A new folder that the server may write into. */
export function folderOfServer(path: string): string {
  mkdirSync(path, { recursive: true });
  if (identity.uid !== undefined && identity.gid !== undefined) chownSync(path, identity.uid, identity.gid);
  return path;
}

/** For `spawn`. Throws a TypeError when one of the files lies where only root may look. */
export function asServer(files: readonly string[]): typeof identity {
  for (const file of files) {
    const { status } = spawnSync("test", ["-r", file], identity);
    if (status !== 0)
      throw new TypeError(
        `The server runs as user ${identity.uid ?? "you"}, who may not read ${file}: put the clone, or the folder that RUNVERDICT_PAPERCLIP names, where everybody may look, or run the tests as another user than root.`,
      );
  }
  return identity;
}
