import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

/** The server's Postgres; null where none was started. */
export function postgresPid(dataFolder: string): number | null {
  try {
    const file = join(dataFolder, "instances", "default", "db", "postmaster.pid");
    const pid = Number(readFileSync(file, "utf8").split("\n")[0]);
    return Number.isInteger(pid) && pid > 1 ? pid : null;
  } catch {
    return null;
  }
}

const PATIENCE_MS = 10_000;

/** It goes with its server; one that has lost it is told to. */
export async function endPostgres(pid: number): Promise<void> {
  const until = performance.now() + PATIENCE_MS;
  while (isAlive(pid)) {
    if (performance.now() > until) process.kill(pid, "SIGINT");
    await pause(100);
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
