import { setTimeout } from "node:timers/promises";
import { processesOf } from "./processes-of.ts";

/** Until a killed process is gone; one that hangs in the kernel is left to it. */
const MOST_ROUNDS = 100;
const ROUND_MS = 10;

/**
 * Ends what a container started and a signal to its process group does not reach: a shell with a session of its own, as
 * Claude Code starts one for each command, outlived the agent and the cluster. Resolves when they are gone.
 */
export async function endStrays(root: string): Promise<void> {
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const strays = processesOf(root);
    if (strays.length === 0) return;
    strays.forEach(({ pid }) => kill(pid));
    await setTimeout(ROUND_MS);
  }
}

/** Kills a process, or with a negative number its whole group. */
export function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It is gone already.
  }
}
