import { spawn } from "node:child_process";
import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { readTerminationMessage } from "../../src/wrapper/termination-message.ts";
import type { TerminationMessage } from "../../src/wrapper/termination-message.ts";
import { wrapperConfig } from "../../src/wrapper/wrapper-config.ts";
import type { WrapperConfig } from "../../src/wrapper/wrapper-config.ts";
import { wrapperCommand, wrapperFiles } from "../../src/wrapper/wrapper-files.ts";
import { readLog } from "./read-log.ts";
import type { ReadLog } from "./read-log.ts";

export const nonce = "n0nce4tests";

/** A real wrapper with a real agent, as processes of this machine. */
export interface Wrapped {
  readonly child: ChildProcessWithoutNullStreams;
  /** A folder of this run alone. */
  readonly folder: string;
  /** Makes an empty file in the folder: the agent waits for it. */
  readonly open: (gate: string) => void;
  /** What was read of the wrapper's stdout so far. */
  readonly log: () => ReadLog;
  /** Once the log contains the text. */
  readonly saw: (text: string) => Promise<void>;
  /** Once the termination message is so. */
  readonly testified: (is: (message: TerminationMessage) => boolean) => Promise<TerminationMessage>;
  readonly ended: Promise<Ended>;
}

export interface Ended extends ReadLog {
  readonly code: number | null;
  readonly message: TerminationMessage | null;
  /** The termination message as it was written. */
  readonly messageText: string;
  /** What the wrapper itself said on its stderr. */
  readonly said: string;
}

export interface Circumstances {
  /** Fields that the wrapper does not know are passed on to it as well. */
  readonly config?: Partial<WrapperConfig> | { readonly colour: string };
  /** Files of the folder, by name. */
  readonly files?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  /** Nobody reads the wrapper's stdout until `child.stdout.resume()`. */
  readonly isUnread?: boolean;
}

/** Starts the agent's command in a wrapper; `FOLDER` stands for the run's folder, there and in the configuration. */
export function startWrapped(command: readonly string[], circumstances: Circumstances = {}): Wrapped {
  const folder = folderOfRun(circumstances);
  const messagePath = join(folder, "message");
  const [program = "", ...args] = wrapperCommand(
    join(folder, "wrapper"),
    command.map((word) => word.replaceAll("FOLDER", folder)),
  );
  const child = spawn(program, args, {
    // The wrapper runs in whatever Node the tests run in.
    env: { PATH: `${dirname(process.execPath)}:${process.env["PATH"] ?? ""}`, ...circumstances.env },
  });
  // Only a test that fails leaves anything behind.
  onTestFinished(() => {
    child.stdout.destroy();
    child.kill("SIGTERM");
  });
  const stdout = collect(child.stdout, circumstances.isUnread === true);
  const stderr = collect(child.stderr, false);
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      const messageText = existsSync(messagePath) ? readFileSync(messagePath, "utf8") : "";
      resolve({
        code,
        message: readTerminationMessage(messageText),
        messageText,
        said: stderr.bytes().toString(),
        ...readLog(stdout.bytes(), nonce),
      });
    });
  });
  return {
    child,
    folder,
    open: (gate) => writeFileSync(join(folder, gate), ""),
    log: () => readLog(stdout.bytes(), nonce),
    saw: stdout.saw,
    testified: (is) => testified(messagePath, is),
    ended,
  };
}

/** A program for `sh -c`. */
export const sh = (program: string): readonly string[] => ["sh", "-c", program];

/** A program for Node, with `fs` at hand. */
export const js = (program: string): readonly string[] => [
  process.execPath,
  "-e",
  `const fs = require("node:fs");\n${program}`,
];

function folderOfRun({ config, files = {} }: Circumstances): string {
  const folder = mkdtempSync(join(tmpdir(), "runverdict-wrapper-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const spoolFolder = join(folder, "spool");
  const told = wrapperConfig({
    nonce,
    spoolFolder,
    terminationMessagePath: join(folder, "message"),
    ...config,
  });
  const inFolder = (text: string) => text.replaceAll("FOLDER", folder);
  mkdirSync(spoolFolder);
  mkdirSync(join(folder, "wrapper"));
  for (const [name, text] of Object.entries(wrapperFiles(told)))
    writeFileSync(join(folder, "wrapper", name), name.endsWith(".json") ? inFolder(text) : text);
  // The kubelet makes the termination message's file.
  const all: Readonly<Record<string, string>> = { message: "", ...files };
  for (const [name, text] of Object.entries(all)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

function collect(stream: NodeJS.ReadableStream, isUnread: boolean) {
  const chunks: Buffer[] = [];
  const bytes = () => Buffer.concat(chunks);
  stream.on("data", (chunk: Buffer) => chunks.push(chunk));
  if (isUnread) stream.pause();
  const saw = (text: string) =>
    new Promise<void>((resolve, reject) => {
      const look = () => {
        if (bytes().includes(text)) resolve();
      };
      stream.on("data", look);
      stream.on("end", () => reject(new Error(`The log ended without ${JSON.stringify(text)}`)));
      look();
    });
  return { bytes, saw };
}

async function testified(
  path: string,
  is: (message: TerminationMessage) => boolean,
): Promise<TerminationMessage> {
  return eventually(() => {
    const message = readTerminationMessage(readFileSync(path, "utf8"));
    return message !== null && is(message) ? message : null;
  });
}

/** Once the process is gone, or a zombie that nobody waits for. */
export async function processEnded(pid: number): Promise<void> {
  await eventually(() => {
    const stat = `/proc/${pid}/stat`;
    return !existsSync(stat) || readFileSync(stat, "utf8").includes(") Z ") ? true : null;
  });
}

/** Looked at again and again, because files and strangers' processes tell nobody that they have changed. */
async function eventually<Found>(look: () => Found | null): Promise<Found> {
  for (;;) {
    const found = look();
    if (found !== null) return found;
    await new Promise((resolve) => {
      setTimeout(resolve, 10);
    });
  }
}
