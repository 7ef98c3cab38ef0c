import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import { constants } from "node:os";
import { join } from "node:path";
import { endStrays } from "./end-strays.ts";
import { inside } from "./folders.ts";
import { createPathRewriter } from "./rewrite-paths.ts";
import type { RuntimeEvents, Started, ToStart } from "./runtime.ts";

/** How long a pipe may stay open after its process ended; then somebody holds it whom we can't end. */
const PIPE_GRACE_MS = 1000;

/** Where a process finds the folder that stands for its container's root, and what tells whose process it is. */
const ROOT_VARIABLE = "RUNVERDICT_ROOT";

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
  const places = { HOME: join(root, "home"), TMPDIR: join(root, "tmp"), [ROOT_VARIABLE]: root };
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
    killGroup(child, "SIGKILL");
    othersEnd = endStrays(ROOT_VARIABLE, root);
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
    signal: (name) => (name === "SIGKILL" ? killGroup(child, name) : void child.kill(name)),
    oom: (victim) => {
      isOom = true;
      if (victim === "container") killGroup(child, "SIGKILL");
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

function killGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // The group is gone already.
  }
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
