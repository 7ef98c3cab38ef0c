import { mkdir, readdir } from "node:fs/promises";
import { read, unusable, type Attempt } from "../explain/attempt.ts";
import { fileTrouble } from "../explain/file-trouble.ts";

/** The folder is made, or is empty: what stands there already belongs to another run. Only its owner may read it. */
export async function claimFolder(folder: string): Promise<Attempt<string>> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    if ((await readdir(folder)).length > 0)
      return unusable(`"${folder}" is not empty; name a new folder for the case with --save.`);
  } catch (error) {
    return fileTrouble(folder, error);
  }
  return read(folder);
}
