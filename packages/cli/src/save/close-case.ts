import type { World } from "../world.ts";
import type { CaseWriter, SeenCase } from "./case-writer.ts";

/** Writes what is left of a case and says where it is; false when it could not be written, which is said as well. */
export async function closeCase(
  saved: CaseWriter,
  seen: SeenCase,
  world: Pick<World, "complain" | "note" | "paper">,
): Promise<boolean> {
  const written = await saved.close(seen);
  if (written.kind === "unusable") {
    world.complain(written.sentence);
    return false;
  }
  const folder = written.value;
  world.note([world.paper.text(`The case is in ${folder}; runverdict explain ${folder} reads it.`)]);
  return true;
}
