import { readFileSync } from "node:fs";
import { join } from "node:path";
import { untilSo } from "../eventually.ts";

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

/** It goes with its server; one that has lost it, because the server was killed, is told to. */
export async function endPostgres(pid: number, patienceMs: number = PATIENCE_MS): Promise<void> {
  const isGone = (): boolean => !isAlive(pid);
  await untilSo("The end of Postgres", isGone, patienceMs).catch(() => process.kill(pid, "SIGINT"));
  await untilSo("The end of Postgres", isGone);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
