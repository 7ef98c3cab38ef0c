import { readFile } from "node:fs/promises";
import { quotable } from "@runverdict/classifier/kubernetes";
import { textIn } from "../host/host-field.ts";
import { digest } from "./digest.ts";
import { codeOf, readFolder, type FolderFile, type Room } from "./read-folder.ts";
import { desiredSkills, readRuntimeSkills, type RuntimeSkill } from "./runtime-skills.ts";

/** What an agent is given beside its prompt: instructions and skills, as they stand on the host's disk. */
export interface Bundle {
  /** Of all that is in it: the same content has the same key. Empty where there is nothing. */
  readonly key: string;
  /** The text of the instructions; null where the agent has none. */
  readonly instructions: string | null;
  readonly files: readonly FolderFile[];
  readonly skills: readonly string[];
  readonly notes: readonly string[];
}

export type BundleRead =
  | { readonly kind: "bundle"; readonly bundle: Bundle }
  | { readonly kind: "wrong"; readonly message: string };

/** Beside the instructions, in the bundle. */
export const INSTRUCTIONS_FOLDER = "instructions";
/** Where Claude Code looks for skills in a folder that it is given by `--add-dir`. */
const SKILLS_FOLDER = ".claude/skills";

/**
 * Reads the instructions, their neighbours and the skills. An agent without its instructions would do something else
 * than it was hired for, so a file that can't be read stops the run before it costs anything; a skill that is missing
 * is told of, and left out.
 *
 * @param hostConfig the agent's configuration as the host sends it, with its own keys.
 */
export async function readBundle(
  instructionsFilePath: string | null,
  hostConfig: unknown,
): Promise<BundleRead> {
  const room: Room = { files: 2000, bytes: 32 * 1024 * 1024 };
  const instructions = await readInstructions(instructionsFilePath);
  if (instructions.kind === "wrong") return instructions;
  const neighbours = await readNeighbours(instructions.text, hostConfig, room);
  const skills = await readSkills(hostConfig, room);
  const files = [...neighbours.files, ...skills.files];
  return {
    kind: "bundle",
    bundle: {
      key: instructions.text === null && files.length === 0 ? "" : keyOf(instructions.text, files),
      instructions: instructions.text,
      files,
      skills: skills.names,
      notes: [...neighbours.notes, ...skills.notes],
    },
  };
}

async function readInstructions(
  path: string | null,
): Promise<{ readonly kind: "text"; readonly text: string | null } | Extract<BundleRead, { kind: "wrong" }>> {
  if (path === null) return { kind: "text", text: null };
  try {
    return { kind: "text", text: await readFile(path, "utf8") };
  } catch (error) {
    const code = codeOf(error);
    if (code === null) throw error;
    const message = `The agent's instructions can't be read on Paperclip's disk (${code}): let \`instructionsFilePath\` name a file that Paperclip may read, or leave it empty.`;
    return { kind: "wrong", message };
  }
}

interface Part {
  readonly files: readonly FolderFile[];
  readonly notes: readonly string[];
}

/** Files that the instructions refer to. The host keeps them together, and names the folder. */
async function readNeighbours(text: string | null, hostConfig: unknown, room: Room): Promise<Part> {
  const root = textIn(hostConfig, "instructionsRootPath");
  if (text === null || root === null) return { files: [], notes: [] };
  const read = await readFolder(root, room);
  if (read.kind === "unusable")
    return { files: [], notes: [`The folder of the instructions is left out: ${read.why}`] };
  return { files: read.files.map((file) => below(INSTRUCTIONS_FOLDER, file)), notes: [] };
}

async function readSkills(
  hostConfig: unknown,
  room: Room,
): Promise<Part & { readonly names: readonly string[] }> {
  const available = readRuntimeSkills(hostConfig);
  const [files, notes, names]: [FolderFile[], string[], string[]] = [[], [], []];
  for (const key of desiredSkills(hostConfig, available)) {
    const skill = available.find((one) => one.key === key);
    const read = await readSkill(skill, room);
    if (read.kind === "unusable") {
      notes.push(`The skill ${quotable(key, 100)} is left out: ${read.why}`);
      continue;
    }
    files.push(...read.files);
    names.push(key);
  }
  return { files, notes, names };
}

async function readSkill(skill: RuntimeSkill | undefined, room: Room): ReturnType<typeof readFolder> {
  if (skill === undefined) return { kind: "unusable", why: "Paperclip has no skill of this name." };
  if (skill.missing !== null) return { kind: "unusable", why: quotable(skill.missing) };
  if (!/^[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}$/.test(skill.runtimeName))
    return { kind: "unusable", why: "its folder's name is no plain file name." };
  const read = await readFolder(skill.source, room);
  if (read.kind === "unusable") return read;
  const folder = `${SKILLS_FOLDER}/${skill.runtimeName}`;
  return { kind: "read", files: read.files.map((file) => below(folder, file)) };
}

function below(folder: string, file: FolderFile): FolderFile {
  return { ...file, path: `${folder}/${file.path}` };
}

function keyOf(instructions: string | null, files: readonly FolderFile[]): string {
  const parts = files.map(({ path, bytes, executable }) => [path, executable, digest(bytes)]);
  return digest(JSON.stringify([instructions, parts]));
}
