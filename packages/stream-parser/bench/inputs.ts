import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, statSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { recordedCases } from "../test/recorded.ts";
import { referenceLines } from "../test/reference.ts";
import type { ContenderName } from "./contenders.ts";
import { syntheticLines } from "./synthetic.ts";

/** What is read, in which chunks, by whom, and how quick beside the plain loop we have to be. */
export interface Input {
  readonly name: string;
  readonly file: string;
  readonly bytes: number;
  readonly chunkBytes: number;
  readonly contenders: readonly ContenderName[];
  readonly target: number;
}

const ALL: readonly ContenderName[] = [
  "ours",
  "ours, events only",
  "plain loop",
  "node:readline",
  "split2",
  "ndjson",
  "stream-json",
  "whole string",
];

/** Libraries that stop at the first line that is not JSON cannot read a log with timestamps. */
const TOLERANT: readonly ContenderName[] = [
  "ours",
  "ours, events only",
  "plain loop",
  "node:readline",
  "whole string",
];

/** Split2 and its kind are quadratic in the length of a line that comes in small pieces. */
const LINEAR: readonly ContenderName[] = ["ours", "ours, events only", "plain loop"];

/** The share of the plain loop's speed that is enough where there is nothing to skip. */
const ENOUGH = 0.85;

/** Writes the inputs to a temporary folder, `megabytes` each, and gives them with the function that removes it. */
export function prepareInputs(megabytes: number): { inputs: readonly Input[]; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), "stream-parser-bench-"));
  const bytes = megabytes * 1_000_000;
  const write = (name: string, parts: Iterable<Uint8Array | string>) => written(join(folder, name), parts);
  const repeat = (name: string, part: Uint8Array) => write(name, repeated(part, bytes));
  const synthetic = write("synthetic", syntheticLines(bytes));
  const short = write("short", syntheticLines(bytes / 25));
  const recorded = Buffer.concat(recordedCases().flatMap(({ bytes: part }) => wholeLines(part)));
  const common = { chunkBytes: 65_536, contenders: ALL, target: ENOUGH };
  const inputs: readonly Omit<Input, "bytes">[] = [
    { ...common, name: "synthetic mix", file: synthetic, target: 1.3 },
    { ...common, name: "cli-long", file: repeat("long", large("cli-long")) },
    { ...common, name: "cli-huge-line", file: repeat("huge-line", large("cli-huge-line")) },
    { ...common, name: "cli-huge-text", file: repeat("huge-text", large("cli-huge-text")) },
    { ...common, name: "short recorded runs", file: repeat("recorded", recorded) },
    {
      ...common,
      name: "podlog-timestamps",
      file: repeat("stamps", large("podlog-timestamps")),
      contenders: TOLERANT,
    },
    { ...common, name: "synthetic, 1 KiB", file: synthetic, chunkBytes: 1024, contenders: LINEAR },
    { ...common, name: "synthetic, 1 byte", file: short, chunkBytes: 1, contenders: LINEAR },
  ];
  return {
    inputs: inputs.map((input) => ({ ...input, bytes: statSync(input.file).size })),
    remove: () => rmSync(folder, { recursive: true }),
  };
}

function large(name: string): Uint8Array {
  const path = fileURLToPath(new URL(`../../../fixtures/large/${name}.jsonl.gz`, import.meta.url));
  return gunzipSync(readFileSync(path));
}

/** Only events that every contender can read, each with its newline: `node:readline` also ends lines at U+2028. */
function wholeLines(bytes: Uint8Array): readonly Buffer[] {
  return referenceLines(bytes)
    .filter(({ wire, text }) => wire !== null && !/[\u2028\u2029]/.test(text))
    .map(({ text }) => text)
    .map((line) => Buffer.from(`${line}\n`));
}

function* repeated(part: Uint8Array, bytes: number): Generator<Uint8Array, void, undefined> {
  for (let length = 0; length < bytes; length += part.length) yield part;
}

function written(path: string, parts: Iterable<Uint8Array | string>): string {
  const descriptor = openSync(path, "w");
  for (const part of parts) writeSync(descriptor, Buffer.from(part));
  closeSync(descriptor);
  return path;
}
