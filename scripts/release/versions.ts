import { join } from "node:path";
import type { Tarball } from "../packing/tarball.ts";
import { readManifests } from "./manifests.ts";
import { pendingChangesets, sectionOf } from "./rehearse.ts";

/** Why the versions that stand in the repository are not ready to be published: one sentence each, with the cure. */
export function versionObjections(root: string): readonly string[] {
  const pending = pendingChangesets(root);
  const cure = "Run `pnpm changeset version`, read the changelogs, and commit.";
  return [
    ...(pending.length === 0 ? [] : [`${pending.length} changesets are in no version yet. ${cure}`]),
    ...readManifests(root).flatMap(({ folder, name, version }) => {
      const changelog = sectionOf(join(root, "packages", folder, "CHANGELOG.md"), version);
      return changelog === "" ? [`The changelog of ${name} says nothing of ${version}. ${cure}`] : [];
    }),
  ];
}

/** Whether the tarballs are of these versions, and ask for each other in a version that is there. */
export function tarballObjections(root: string, tarballs: readonly Tarball[]): readonly string[] {
  const versions = new Map(readManifests(root).map(({ name, version }) => [name, version]));
  return tarballs.flatMap(({ manifest: { name, version, dependencies = {} } }) => {
    const wanted = versions.get(name);
    const older = version === wanted ? [] : [`The tarball of ${name} is of ${version}, not of ${wanted}.`];
    const wrong = Object.entries(dependencies).filter(
      ([other, range]) => versions.has(other) && range !== `^${versions.get(other)}`,
    );
    return [
      ...older,
      ...wrong.map(
        ([other, range]) =>
          `${name} asks for ${other} ${range}, and ${versions.get(other)} is to be published.`,
      ),
    ];
  });
}
