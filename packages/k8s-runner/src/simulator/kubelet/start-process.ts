import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import { constants } from "node:os";
import { join } from "node:path";
import { endStrays, kill } from "./end-strays.ts";
import { inside } from "./inside.ts";
import { processesOf } from "./processes-of.ts";
import { createPathRewriter } from "./rewrite-paths.ts";
import type { RuntimeEvents, Started, ToStart } from "./runtime.ts";

/** How long a pipe may stay open after its process ended; then somebody holds it whom we can't end. */
const PIPE_GRACE_MS = 1000;

/** Starts a container as a local process, in a process group of its own, below the folder that stands for its root. */
export async function startProcess(
  toStart: ToStart,
  events: RuntimeEvents,
  root: string,
  inherited: Readonly<Record<string, string>>,
): Promise<Started | { readonly startError: string }> {
  const rewrite = createPathRewriter(toStart.container, root);
  const [command, ...args] = toStart.command.map(rewrite);
  if (command === undefined) return { startError: startError("no command specified") };
  const own = Object.entries(toStart.env).map(([name, value]) => [name, rewrite(value)]);
  const places = { HOME: join(root, "home"), TMPDIR: join(root, "tmp"), RUNVERDICT_ROOT: root };
  const child = spawn(command, args, {
    cwd: await workingDirOf(toStart, rewrite, root),
    env: { ...inherited, ...places, ...Object.fromEntries(own) },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  const failure = await spawned(child);
  if (failure !== null) return { startError: startError(`exec: "${command}": ${failure}`) };
  let isOom = false;
  let othersEnd = Promise.resolve();
  child.stdout?.on("data", (bytes: Buffer) => events.onOutput("stdout", bytes));
  child.stderr?.on("data", (bytes: Buffer) => events.onOutput("stderr", bytes));
  child.once("exit", () => {
    // With a container's first process all others die.
    killAll(child, root);
    othersEnd = endStrays(root);
    const timer = setTimeout(
      () => [child.stdout, child.stderr].forEach((pipe) => pipe?.destroy()),
      PIPE_GRACE_MS,
    );
    child.once("close", () => clearTimeout(timer));
  });
  child.once("close", (code, signal) => {
    const exitCode = code ?? 128 + (signal === null ? 127 : constants.signals[signal]);
    void Promise.all([readMessage(toStart, root), othersEnd]).then(([message]) =>
      events.onExit({ exitCode, isOom, message }),
    );
  });
  return {
    // A container's first process gets the signal, not its children; SIGKILL ends them all.
    signal: (name) => (name === "SIGKILL" ? killAll(child, root) : void child.kill(name)),
    oom: (victim) => {
      isOom = true;
      if (victim === "container") killAll(child, root);
      else killLargestOther(child, root);
    },
  };
}

function spawned(child: ChildProcess): Promise<string | null> {
  return new Promise((resolve) => {
    child.once("spawn", () => resolve(null));
    child.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") resolve("executable file not found in $PATH");
      else resolve(error.code === "EACCES" ? "permission denied" : error.message);
    });
  });
}

function startError(why: string): string {
  return `failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: ${why}`;
}

/** The container's first process with its group, and what has left the group. */
function killAll({ pid }: ChildProcess, root: string): void {
  if (pid !== undefined) kill(-pid);
  processesOf(root).forEach((other) => kill(other.pid));
}

/** The kernel looks for what takes the most memory. */
function killLargestOther({ pid: first }: ChildProcess, root: string): void {
  const [largest] = processesOf(root)
    .filter(({ pid }) => pid !== first)
    .toSorted((one, other) => other.residentPages - one.residentPages);
  if (largest !== undefined) kill(largest.pid);
}

/** A mount, a folder of the machine, or one below the root, which is made. */
async function workingDirOf(
  { workingDir }: ToStart,
  rewrite: (text: string) => string,
  root: string,
): Promise<string> {
  if (workingDir === null) return root;
  const mapped = rewrite(workingDir);
  if (mapped !== workingDir || existsSync(workingDir)) return mapped;
  const made = inside(root, workingDir);
  await mkdir(made, { recursive: true });
  return made;
}

async function readMessage({ container }: ToStart, root: string): Promise<string> {
  try {
    return await readFile(inside(root, container.terminationMessagePath ?? "/dev/termination-log"), "utf8");
  } catch {
    return "";
  }
}
