import { aliveMegabytes } from "../../stream-parser/bench/memory.ts";

/** What a process has, in megabytes. */
export interface Memory {
  /** Alive after a collection: objects, and buffers outside the heap. */
  readonly alive: number;
  /** What the system gave it, with what the collector keeps for later. */
  readonly resident: number;
}

export function memoryNow(): Memory {
  return { alive: aliveMegabytes(), resident: process.memoryUsage.rss() / 1024 / 1024 };
}
