import { readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * What the control group says of the container's memory. Null where the kernel does not say, or there is no limit.
 *
 * @typedef {object} Memory
 * @property {number | null} currentBytes
 * @property {number | null} maxBytes
 * @property {number | null} oomKills Since the group was made, which may be before the agent started.
 */

/** Version 1 writes "no limit" as the largest page-aligned number. */
const noLimit = 2 ** 60;

/**
 * Returns a reader of the memory facts, for control groups of either version. In a container the group's own files
 * stand at the root of the mount; without a cgroup namespace they stand below it, where /proc/self/cgroup says.
 *
 * @param {string} folder
 * @returns {() => Memory}
 */
export function memoryOf(folder) {
  const [unified, v1] = groupPaths();
  const v2Folders = [join(folder, unified), folder];
  const v1Folders = [join(folder, "memory", v1), join(folder, "memory")];
  return () =>
    readV2(v2Folders) ?? readV1(v1Folders) ?? { currentBytes: null, maxBytes: null, oomKills: null };
}

/** @returns {readonly [unified: string, memory: string]} */
function groupPaths() {
  const lines = (read("/proc/self/cgroup") ?? "").split("\n").map((line) => line.split(":"));
  const of = (/** @type {string} */ name) =>
    lines.find((parts) => (parts[1] ?? "").split(",").includes(name))?.[2] ?? "/";
  return [of(""), of("memory")];
}

/** @type {(folders: readonly string[]) => Memory | null} */
function readV2(folders) {
  const folder = folders.find((one) => read(join(one, "memory.current")) !== null);
  if (folder === undefined) return null;
  return {
    currentBytes: number(read(join(folder, "memory.current"))),
    maxBytes: number(read(join(folder, "memory.max"))),
    oomKills: counter(read(join(folder, "memory.events"))),
  };
}

/** @type {(folders: readonly string[]) => Memory | null} */
function readV1(folders) {
  const folder = folders.find((one) => read(join(one, "memory.usage_in_bytes")) !== null);
  if (folder === undefined) return null;
  return {
    currentBytes: number(read(join(folder, "memory.usage_in_bytes"))),
    maxBytes: number(read(join(folder, "memory.limit_in_bytes"))),
    oomKills: counter(read(join(folder, "memory.oom_control"))),
  };
}

/** @type {(text: string | null) => number | null} */
function number(text) {
  const value = text === null || !/^\d{1,19}\n?$/.test(text) ? Number.NaN : Number(text);
  return value < noLimit ? value : null;
}

/** @type {(text: string | null) => number | null} */
function counter(text) {
  return number(/^oom_kill (\d{1,19})$/m.exec(text ?? "")?.[1] ?? null);
}

/** @type {(path: string) => string | null} */
function read(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}
