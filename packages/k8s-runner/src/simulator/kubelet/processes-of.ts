import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A process of a container that runs as local processes. */
export interface ContainerProcess {
  readonly pid: number;
  readonly residentPages: number;
}

const PROC = "/proc";

/**
 * The processes of a container, in whatever process group or session they are, and whoever is their parent by now: what
 * they have in common is the container's root in their environment. Where there is no `/proc`, none is found.
 */
export function processesOf(root: string): readonly ContainerProcess[] {
  const mark = Buffer.from(`\0RUNVERDICT_ROOT=${root}\0`);
  return pids().flatMap((pid) => {
    const environment = read(pid, "environ");
    if (environment === null || !Buffer.concat([NUL, environment]).includes(mark)) return [];
    const [, resident] = (read(pid, "statm")?.toString() ?? "").split(" ");
    return [{ pid: Number(pid), residentPages: Number(resident ?? 0) }];
  });
}

const NUL = Buffer.from("\0");

function pids(): readonly string[] {
  try {
    return readdirSync(PROC).filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
}

/** Null for a process that is gone, or somebody else's. */
function read(pid: string, file: string): Buffer | null {
  try {
    return readFileSync(join(PROC, pid, file));
  } catch {
    return null;
  }
}
