import { spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { constants } from "node:os";

/**
 * How the agent ended. The codes of what never started are those of a shell: 127 not found, 126 found but not
 * executable; 125 is ours, as it is `env`'s and `timeout`'s.
 *
 * @typedef {{ readonly kind: "exited", readonly code: number }
 *   | { readonly kind: "signalled", readonly signal: NodeJS.Signals }
 *   | { readonly kind: "not-started", readonly code: 126 | 127, readonly problem: string }
 *   | { readonly kind: "wrapper-failed", readonly code: 125, readonly problem: string }} Ending
 */

/**
 * Starts the agent in a process group of its own, so that a signal reaches its children as well. Its environment is
 * ours, since ours holds nothing of the wrapper's.
 *
 * @param {readonly string[]} command
 * @param {{ readonly stdinPath: string | null, readonly stdoutFd: number, readonly stderrFd: number }} files
 * @param {(ending: Ending) => void} onEnd Called once, never before this function has returned.
 * @returns {{ signal: (name: NodeJS.Signals) => void }}
 */
export function startAgent(command, files, onEnd) {
  const [program = "", ...args] = command;
  const stdin = files.stdinPath === null ? "ignore" : openSync(files.stdinPath, "r");
  let isOver = false;
  const end = (/** @type {Ending} */ ending) => {
    if (isOver) return;
    isOver = true;
    onEnd(ending);
  };
  try {
    const agent = spawn(program, args, { stdio: [stdin, files.stdoutFd, files.stderrFd], detached: true });
    agent.on("error", (error) => end(notStarted(program, error)));
    agent.on("exit", (code, signal) => {
      // What it left behind in its group would be killed with the container anyway, and must not write on.
      signalGroup(agent.pid, "SIGKILL");
      end(signal === null ? { kind: "exited", code: code ?? 0 } : { kind: "signalled", signal });
    });
    return { signal: (name) => isOver || signalGroup(agent.pid, name) };
  } catch (error) {
    // Some refusals of the kernel are thrown, others are told by the event.
    queueMicrotask(() => end(notStarted(program, error)));
    return { signal: () => {} };
  } finally {
    if (stdin !== "ignore") closeSync(stdin);
  }
}

/**
 * Our own exit code: the agent's, or 128 and the signal's number, as a shell has it. It is not mapped to codes of our
 * own, which an agent could use as well; what we know beyond it stands in the termination message.
 *
 * @type {(ending: Ending) => number}
 */
export function exitCodeOf(ending) {
  return ending.kind === "signalled" ? 128 + (constants.signals[ending.signal] ?? 0) : ending.code;
}

/** @type {(pid: number | undefined, name: NodeJS.Signals) => void} */
function signalGroup(pid, name) {
  if (pid === undefined) return;
  try {
    process.kill(-pid, name);
  } catch {
    // Nobody is left in the group.
  }
}

/**
 * Names the program alone: the arguments may hold a prompt.
 *
 * @type {(program: string, error: unknown) => Ending}
 */
function notStarted(program, error) {
  const reason = error instanceof Error && "code" in error ? String(error.code) : "unknown";
  const name = JSON.stringify(program.slice(0, 100));
  return reason === "ENOENT"
    ? { kind: "not-started", code: 127, problem: `${name} was not found (ENOENT)` }
    : { kind: "not-started", code: 126, problem: `${name} could not be executed (${reason})` };
}
