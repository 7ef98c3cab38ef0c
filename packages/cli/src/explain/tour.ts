import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { ExitStatus, World } from "../world.ts";
import type { Explained, Judged } from "./judged.ts";
import { explainCollection } from "./explain.ts";
import { renderVerdict } from "./render-verdict.ts";
import { subjectOf } from "./subject.ts";

/** The recorded cases, when the program runs in a checkout of its repository; null when it was installed from npm. */
export function fixturesOfTheRepository(): string | null {
  const manifest = new URL("../../../../package.json", import.meta.url);
  const fixtures = fileURLToPath(new URL("../../../../fixtures/transcripts", import.meta.url));
  // Installed, these paths lie in somebody else's project.
  const ours = existsSync(manifest) && /"name": "runverdict-workspace"/.test(readFileSync(manifest, "utf8"));
  return ours && existsSync(fixtures) ? fixtures : null;
}

/** Shows what the program does: all recorded endings as a table, and one of them in full. */
export async function tour(fixtures: string, world: World): Promise<ExitStatus> {
  const subject = await subjectOf(fixtures);
  if (subject.kind !== "collection") {
    world.complain(`"${fixtures}" holds no cases; run \`git checkout fixtures\`.`);
    return 2;
  }
  const all = await explainCollection(subject, { exit: null, json: false }, world);
  const example = mostTelling(all);
  if (example !== null) {
    world.print([
      "",
      world.paper.bold("One of them in full:"),
      "",
      ...renderVerdict({ ...example, trail: false }, world.paper),
    ]);
  }
  return all.some(({ kind }) => kind === "unexplained") ? 2 : 0;
}

/**
 * What a look at the pod's phase gets wrong shows best why the evidence is read: an agent that ran into a limit while
 * its sidecar keeps the pod alive. Then any failure that the cluster confirms, then any failure.
 */
function mostTelling(all: readonly Judged[]): Explained | null {
  const failed = all
    .filter((one) => one.kind === "explained")
    .filter(({ verdict }) => verdict.outcome === "failed");
  const limited = failed.find(
    ({ verdict }) => verdict.family === "limits" && verdict.flags.includes("sidecar_still_running"),
  );
  return limited ?? failed.find(({ verdict }) => verdict.confidence === "confirmed") ?? failed[0] ?? null;
}
