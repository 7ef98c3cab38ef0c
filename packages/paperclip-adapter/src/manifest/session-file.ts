import { readdir } from "node:fs/promises";
import { join } from "node:path";

/**
 * Whether a session's file is proven to be gone: Claude Code keeps it as `projects/<folder>/<id>.jsonl`. Resuming by an
 * id that it does not find fails the run at once. What can't be read proves nothing, since the pod's user may have made
 * it for itself alone.
 *
 * @param configFolder Claude Code's folder, as the host sees it.
 */
export async function isSessionGone(configFolder: string, sessionId: string): Promise<boolean> {
  try {
    const projects = join(configFolder, "projects");
    const folders = await readdir(projects);
    const names = await Promise.all(folders.map((folder) => namesIn(join(projects, folder))));
    return !names.flat().includes(`${sessionId}.jsonl`);
  } catch {
    return false;
  }
}

async function namesIn(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch((error: unknown) => {
    if (error instanceof Error && Reflect.get(error, "code") === "ENOTDIR") return [];
    throw error;
  });
}
