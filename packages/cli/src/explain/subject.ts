import { readdir, stat } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { unusable, type Unusable } from "./attempt.ts";
import { fileTrouble } from "./file-trouble.ts";

/** What a person named on the command line. */
export type Subject = Single | Collection;

/** One run, called by the name under which it is shown. */
export type Single = CaseFolder | Transcript | Nothing;

/** A folder in the case format; `files` are the paths of those files that are there. */
export interface CaseFolder {
  readonly kind: "case";
  readonly name: string;
  readonly files: CaseFiles;
}

export type CaseFiles = Readonly<Record<CaseFile, string | null>>;

export type CaseFile = (typeof caseFiles)[number];

/** A transcript alone, from a file or from standard input (`path` null). */
export interface Transcript {
  readonly kind: "transcript";
  readonly name: string;
  readonly path: string | null;
}

/** It can't be read at all. */
export interface Nothing {
  readonly kind: "nothing";
  readonly name: string;
  readonly trouble: Unusable;
}

/** A folder that is no case itself, but holds cases. */
export interface Collection {
  readonly kind: "collection";
  readonly name: string;
  readonly members: readonly Single[];
}

const caseFiles = ["stdout.log", "stderr.log", "pod.json", "job.json", "events.json", "run.json"] as const;

/** What people call these files besides; a file of the case format goes before them. */
const alsoCalled: Readonly<Partial<Record<CaseFile, readonly string[]>>> = {
  "stdout.log": ["stdout.txt", "logs.txt", "log.txt", "pod.log"],
  "stderr.log": ["stderr.txt"],
  "pod.json": ["pods.json"],
  "job.json": ["jobs.json"],
};

export async function subjectOf(operand: string): Promise<Subject> {
  if (operand === "-") return { kind: "transcript", name: "-", path: null };
  const name = basename(resolve(operand)) || operand;
  try {
    if (!(await stat(operand)).isDirectory()) return { kind: "transcript", name, path: operand };
    const files = await caseIn(operand);
    return files === null ? await collectionIn(operand, name) : { kind: "case", name, files };
  } catch (error) {
    return { kind: "nothing", name, trouble: fileTrouble(operand, error) };
  }
}

/** The files of a case in this folder, each plain or with `.gz` behind its name; null if none of them is there. */
async function caseIn(folder: string): Promise<CaseFiles | null> {
  const present = new Set(await readdir(folder));
  const find = (name: CaseFile): string | null => {
    const names = [name, ...(alsoCalled[name] ?? [])].flatMap((one) => [one, `${one}.gz`]);
    const found = names.find((candidate) => present.has(candidate));
    return found === undefined ? null : join(folder, found);
  };
  if (caseFiles.every((name) => find(name) === null)) return null;
  return {
    "stdout.log": find("stdout.log"),
    "stderr.log": find("stderr.log"),
    "pod.json": find("pod.json"),
    "job.json": find("job.json"),
    "events.json": find("events.json"),
    "run.json": find("run.json"),
  };
}

async function collectionIn(folder: string, name: string): Promise<Collection | Nothing> {
  const members: Single[] = [];
  const names = (await readdir(folder)).filter((entry) => !entry.startsWith("."));
  for (const entry of names.toSorted(byCodeUnits)) {
    const path = join(folder, entry);
    const member = /\.jsonl(\.gz)?$/.test(entry)
      ? ({ kind: "transcript", name: entry, path } as const)
      : await caseMember(path, entry);
    if (member !== null) members.push(member);
  }
  if (members.length > 0) return { kind: "collection", name, members };
  const wanted = `${caseFiles.slice(0, -1).join(", ")} or ${caseFiles.at(-1) ?? ""}`;
  const sentence = `"${folder}" is no case and holds none; a case is a folder with ${wanted} in it.`;
  return { kind: "nothing", name, trouble: unusable(sentence) };
}

/** A folder in a collection; one that can't be looked into is told of, whatever else lies about is not. */
async function caseMember(path: string, name: string): Promise<Single | null> {
  try {
    if (!(await stat(path)).isDirectory()) return null;
    const files = await caseIn(path);
    return files === null ? null : { kind: "case", name, files };
  } catch (error) {
    return { kind: "nothing", name, trouble: fileTrouble(path, error) };
  }
}

/** The order does not depend on the machine's language. */
function byCodeUnits(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
