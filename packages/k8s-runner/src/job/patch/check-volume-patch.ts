import type { Volume } from "../manifest.ts";
import { problemAt, type Problem } from "../problem.ts";
import { RESERVED_VOLUMES } from "../reserved.ts";

/** Our own volumes hold the prompt and what is read of the run; a patch adds others. */
export function* checkVolumePatch(path: string, volume: Volume): Iterable<Problem> {
  if (volume.name.startsWith(RESERVED_VOLUMES))
    yield problemAt(`${path}.name`, "Names of this prefix are ours.", "Use another name.");
}
