import { join, normalize } from "node:path";

/** A path below a folder; `..` does not lead out of it. */
export function inside(folder: string, path: string): string {
  return join(folder, normalize(`/${path}`));
}
