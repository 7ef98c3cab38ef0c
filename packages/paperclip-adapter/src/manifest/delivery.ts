import { posix } from "node:path";
import { INPUTS_PATH, type InputFile } from "@runverdict/k8s-runner";
import { quotable } from "@runverdict/classifier/kubernetes";
import { digest } from "./digest.ts";
import { INSTRUCTIONS_FOLDER, type Bundle } from "./read-bundle.ts";
import type { FolderFile } from "./read-folder.ts";
import type { Storage } from "./storage.ts";

/** How the bundle gets into the pod. */
export interface Delivery {
  /** The bundle's folder in the pod; null where there is nothing in it. */
  readonly folder: string | null;
  readonly instructionsPath: string | null;
  /** What the run's Secret holds of it. */
  readonly inputs: readonly InputFile[];
  /** What the host is to write before the Job is created; null for nothing. */
  readonly writing: Writing | null;
  readonly notes: readonly string[];
}

export interface Writing {
  /** On the host's disk. */
  readonly folder: string;
  readonly files: readonly FolderFile[];
}

const INSTRUCTIONS = "agent-instructions.md";
const IN_SECRET = "bundle";
const ON_VOLUME = ".runverdict/bundles";

/**
 * By the data volume where the host has it too, and where that is wished for; else by the run's Secret, which holds a
 * mebibyte, of texts alone. On the volume a bundle is named after its content, so that runs of the same share it and
 * one that is written anew disturbs nobody.
 */
export function deliveryOf(
  bundle: Bundle,
  wish: "shared-volume" | "secret",
  storage: Storage,
  companyId: string,
): Delivery {
  if (bundle.key === "")
    return { folder: null, instructionsPath: null, inputs: [], writing: null, notes: [] };
  if (wish === "secret") return bySecret(bundle, []);
  const folder = storage.data.kind === "none" ? null : onVolume(storage.data.path, companyId, bundle.key);
  const written = folder === null ? null : storage.onHost(folder);
  if (folder === null || written === null)
    return bySecret(bundle, [
      "Paperclip and the pod share no data volume, so the instructions and skills go by the run's Secret.",
    ]);
  const files = withInstructions(bundle, folder);
  return { ...inFolder(bundle, folder), inputs: [], writing: { folder: written, files }, notes: [] };
}

/** No tenant's name leads out of its folder. */
function onVolume(root: string, companyId: string, key: string): string {
  const company = /^[A-Za-z0-9_-]{1,64}$/.test(companyId) ? companyId : digest(companyId).slice(0, 32);
  return posix.join(root, ON_VOLUME, company, key);
}

function bySecret(bundle: Bundle, notes: readonly string[]): Delivery {
  const folder = `${INPUTS_PATH}/${IN_SECRET}`;
  const read = withInstructions(bundle, folder).map(({ path, bytes }) => ({ path, text: textOf(bytes) }));
  const inputs = read.flatMap(({ path, text }) =>
    text === null ? [] : [{ path: `${IN_SECRET}/${path}`, text, sensitive: false }],
  );
  const left = read.filter(({ text }) => text === null).map(({ path }) => quotable(path, 100));
  const told = left.length === 0 ? [] : [`Left out, because a Secret takes texts alone: ${left.join(", ")}.`];
  return { ...inFolder(bundle, folder), inputs, writing: null, notes: [...notes, ...told] };
}

function inFolder(bundle: Bundle, folder: string): Pick<Delivery, "folder" | "instructionsPath"> {
  return { folder, instructionsPath: bundle.instructions === null ? null : `${folder}/${INSTRUCTIONS}` };
}

/** The instructions name the files beside them as if they stood where the host has them. */
function withInstructions(bundle: Bundle, folder: string): readonly FolderFile[] {
  if (bundle.instructions === null) return bundle.files;
  const hasOthers = bundle.files.some(({ path }) => path.startsWith(`${INSTRUCTIONS_FOLDER}/`));
  const where = `\n\nRelative paths in the instructions above begin at ${folder}/${INSTRUCTIONS_FOLDER}/.\n`;
  const text = `${bundle.instructions}${hasOthers ? where : ""}`;
  return [{ path: INSTRUCTIONS, bytes: Buffer.from(text), executable: false }, ...bundle.files];
}

function textOf(bytes: Uint8Array): string | null {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    return text.includes("\0") ? null : text;
  } catch {
    return null;
  }
}
