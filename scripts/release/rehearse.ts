import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { readManifests } from "./manifests.ts";

/** What the pending changesets make of a package. */
export interface Release {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  /** The section of the new version, as Markdown; empty where nothing is pending. */
  readonly changelog: string;
}

/** Plays `changeset version` on a copy of what it reads. The repository is left as it is. */
export function rehearse(root: string): readonly Release[] {
  const copy = mkdtempSync(join(tmpdir(), "runverdict-versions-"));
  try {
    for (const path of filesOf(root)) {
      mkdirSync(dirname(join(copy, path)), { recursive: true });
      cpSync(join(root, path), join(copy, path), { recursive: true });
    }
    const before = readManifests(root);
    const tool = join(root, "node_modules", ".bin", "changeset");
    const played = spawnSync(tool, ["version"], { cwd: copy, encoding: "utf8" });
    if (played.status !== 0) throw new Error(`changeset version failed: ${played.stdout}${played.stderr}`);
    return readManifests(copy).map(({ folder, name, version }) => ({
      name,
      from: before.find((one) => one.name === name)?.version ?? "",
      to: version,
      changelog: sectionOf(join(copy, "packages", folder, "CHANGELOG.md"), version),
    }));
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

function filesOf(root: string): readonly string[] {
  const packages = readdirSync(join(root, "packages")).flatMap((name) => [
    `packages/${name}/package.json`,
    `packages/${name}/CHANGELOG.md`,
  ]);
  const own = [".changeset", "package.json", "pnpm-workspace.yaml", "pnpm-lock.yaml"];
  return [...own, ...packages].filter((path) => existsSync(join(root, path)));
}

/** The changesets that no version holds yet, by file name. */
export function pendingChangesets(root: string): readonly string[] {
  return readdirSync(join(root, ".changeset")).filter((name) => /^(?!README).*\.md$/.test(name));
}

/** What a changelog says of one version; empty where it says nothing. */
export function sectionOf(file: string, version: string): string {
  if (!existsSync(file)) return "";
  const sections = readFileSync(file, "utf8").split(/^## /m);
  return (
    sections
      .find((section) => section.startsWith(`${version}\n`))
      ?.slice(version.length)
      .trim() ?? ""
  );
}
