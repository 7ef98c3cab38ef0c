import { composeManifest, type Composed } from "./compose-manifest.ts";
import type { BuiltManifest, Manifest, ManifestInput } from "./manifest.ts";
import { readBundle, type Bundle } from "./read-bundle.ts";
import { isSessionGone } from "./session-file.ts";
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
  const composed = await withLivingSession(input, read.bundle);
  if (composed.kind !== "composed") return composed;
  if (composed.writing === null) return composed.manifest;
  const written = await writeBundle(composed.writing);
  return written.kind === "written" ? composed.manifest : { kind: "wrong", message: written.message };
}

/** A session whose file the host sees to be gone is not gone on with. */
async function withLivingSession(input: ManifestInput, bundle: Bundle): Promise<Composed> {
  const composed = composeManifest(input, bundle);
  if (composed.kind !== "composed" || composed.sessionFolder === null) return composed;
  const { session } = composed.manifest.assignment;
  if (session.kind !== "resume" || !(await isSessionGone(composed.sessionFolder, session.sessionId)))
    return composed;
  const { context } = input;
  const runtime = { ...context.runtime, sessionId: null, sessionParams: null };
  const anew = composeManifest({ ...input, context: { ...context, runtime } }, bundle);
  if (anew.kind !== "composed") return anew;
  const why = `Session ${session.sessionId} is not resumed: its file is gone from the volume.`;
  return { ...anew, manifest: begunAnew(anew.manifest, why) };
}

function begunAnew(manifest: BuiltManifest, why: string): BuiltManifest {
  const { assignment, notes, meta } = manifest;
  return {
    ...manifest,
    assignment: { ...assignment, session: { kind: "fresh", why } },
    notes: [why, ...notes],
    meta: { ...meta, commandNotes: [why, ...(meta.commandNotes ?? [])] },
  };
}
