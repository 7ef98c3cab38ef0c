import { composeManifest } from "./compose-manifest.ts";
import type { Manifest, ManifestInput } from "./manifest.ts";
import { readBundle } from "./read-bundle.ts";
import { writeBundle } from "./write-bundle.ts";

/**
 * What is to run, from the configuration, what the host sends and what its own pod has. Reads instructions and skills
 * from the host's disk, and writes them to the shared volume where they go by that, as the last thing: whatever else is
 * wrong is told before. Never throws for what a form, the host or the cluster says.
 */
export async function buildManifest(input: ManifestInput): Promise<Manifest> {
  const { config, context } = input;
  const read = await readBundle(config.claude.instructionsFilePath, context.config);
  if (read.kind === "wrong") return read;
  const composed = composeManifest(input, read.bundle);
  if (composed.kind !== "composed") return composed;
  if (composed.writing === null) return composed.manifest;
  const written = await writeBundle(composed.writing);
  return written.kind === "written" ? composed.manifest : { kind: "wrong", message: written.message };
}
