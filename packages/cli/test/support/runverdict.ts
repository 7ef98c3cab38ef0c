import { spawn, spawnSync } from "node:child_process";
import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { fileURLToPath } from "node:url";
import { onTestFinished, vi } from "vitest";

// Whole programs run here, several in a test, and the machine may be busy with other tests.
vi.setConfig({ testTimeout: 60_000 });

/** The program as a newcomer's shell starts it, from its sources. */
export const program: readonly string[] = [
  process.execPath,
  "--conditions=@runverdict/source",
  fileURLToPath(new URL("../../src/main.ts", import.meta.url)),
];

export const fixtures: string = fileURLToPath(new URL("../../../../fixtures/transcripts", import.meta.url));

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Circumstances {
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string | Uint8Array;
  readonly cwd?: string;
}

/** Runs the program to its end. Nothing of the tester's own terminal reaches it. */
export function runverdict(args: readonly string[], circumstances: Circumstances = {}): Ended {
  const [node = "", ...before] = program;
  const { status, stdout, stderr, error } = spawnSync(node, [...before, ...args], {
    encoding: "utf8",
    env: environment(circumstances.env),
    input: circumstances.stdin ?? "",
    cwd: circumstances.cwd,
    maxBuffer: 256 * 1024 * 1024,
  });
  if (error !== undefined) throw error;
  return { status, stdout, stderr };
}

/** Starts the program with open pipes; it does not outlive the test. */
export function startRunverdict(
  args: readonly string[],
  { env, cwd }: Pick<Circumstances, "env" | "cwd"> = {},
): ChildProcessWithoutNullStreams {
  const [node = "", ...before] = program;
  const child = spawn(node, [...before, ...args], { env: environment(env), cwd, stdio: "pipe" });
  onTestFinished(() => void child.kill("SIGKILL"));
  return child;
}

/** Stripping the types of all sources takes most of a start (0.31 s of processor time, 0.12 s when Node remembers them). */
const compileCache = fileURLToPath(new URL("../../node_modules/.cache/compile", import.meta.url));

export function environment(env: Readonly<Record<string, string>> = {}): Record<string, string> {
  return { PATH: process.env["PATH"] ?? "", LANG: "C.UTF-8", NODE_COMPILE_CACHE: compileCache, ...env };
}

export function linesOf(text: string): readonly string[] {
  return text.replace(/\n$/, "").split("\n");
}

/** The objects of JSON lines. */
export function jsonLines(text: string): readonly Record<string, unknown>[] {
  return linesOf(text).map((line) => JSON.parse(line));
}
