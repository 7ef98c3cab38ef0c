import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** What a process has, in megabytes. */
export interface Memory {
  /** Alive after a collection: objects, and buffers outside the heap. */
  readonly alive: number;
  /** What the system gave it, with what the collector keeps for later. */
  readonly resident: number;
}

const MEGABYTE = 1024 * 1024;

export function memoryNow(): Memory {
  setFlagsFromString("--expose-gc");
  runInNewContext("gc")();
  const { heapUsed, external, arrayBuffers, rss } = process.memoryUsage();
  return { alive: (heapUsed + Math.max(external, arrayBuffers)) / MEGABYTE, resident: rss / MEGABYTE };
}
