import { existsSync, readFileSync } from "node:fs";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

const MEGABYTE = 1024 * 1024;

/**
 * What is alive: objects, and buffers outside the heap. Buffers are let go of beside the program, and counted as gone
 * only by the next collection: after one alone, a log of a gigabyte seemed to keep 10 MB now and then, after two never.
 */
export function aliveMegabytes(): number {
  setFlagsFromString("--expose-gc");
  const collect: () => void = runInNewContext("gc");
  collect();
  collect();
  const { heapUsed, external, arrayBuffers } = process.memoryUsage();
  return (heapUsed + Math.max(external, arrayBuffers)) / MEGABYTE;
}

/**
 * The most that the process ever had. `maxRSS` never falls below what the parent had when it started this process: one of 200 MB gave every child 204. What
 * the process itself had at most only Linux tells.
 */
export function peakMegabytes(): number {
  const status = "/proc/self/status";
  const own = existsSync(status) ? /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(status, "utf8"))?.[1] : undefined;
  return Number(own ?? process.resourceUsage().maxRSS) / 1024;
}
