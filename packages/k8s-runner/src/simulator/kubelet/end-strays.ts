import { readdir, readFile } from "node:fs/promises";

/** Until a killed process is gone; one that hangs in the kernel is left to it. */
const MOST_ROUNDS = 100;
const ROUND_MS = 10;

/**
 * Ends what a container started and a signal to its process group does not reach: a shell with a session of its own, as
 * Claude Code starts one for each command, outlived the agent and the cluster. Such a process is known by the variable
 * that it inherited. Only Linux tells another process's variables; elsewhere, and where they were cleared, it lives on.
 */
export async function endStrays(variable: string, value: string): Promise<void> {
  const entry = Buffer.from(`\0${variable}=${value}\0`);
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const strays = await withEntry(entry);
    if (strays.length === 0) return;
    strays.forEach(kill);
    await new Promise((resolve) => setTimeout(resolve, ROUND_MS));
  }
}

/** One that has ended, and waits for its parent to notice, has no variables any more. */
async function withEntry(entry: Buffer): Promise<readonly number[]> {
  const names = await readdir("/proc").catch(() => []);
  const pids = names.filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(pids.map((pid) => pidWith(pid, entry)));
  return found.filter((pid) => pid !== null);
}

async function pidWith(pid: string, entry: Buffer): Promise<number | null> {
  // Other users' processes can't be read, and others end meanwhile.
  const variables = await readFile(`/proc/${pid}/environ`).catch(() => null);
  return variables !== null && Buffer.concat([Buffer.of(0), variables]).includes(entry) ? Number(pid) : null;
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It ended by itself.
  }
}
