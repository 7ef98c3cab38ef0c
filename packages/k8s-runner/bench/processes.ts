import { execFile, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Where } from "./where.ts";

const execute = promisify(execFile);

/** Measured in a process of its own, against a cluster in another, which is new for each measurement. */
export async function measuredIn<Measured>(
  script: "measure.ts" | "long-log.ts",
  delays: "quick" | "real",
  task: object,
): Promise<Measured> {
  // Without the condition that names the sources: what is measured is what is published.
  const cluster = spawn(process.execPath, [pathOf("cluster.ts"), delays], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  try {
    const where = await firstLine<Where>(cluster.stdout);
    const args = [pathOf(script), JSON.stringify({ ...task, where })];
    const { stdout } = await execute(process.execPath, args, { maxBuffer: 64 * 1024 * 1024 });
    // What the child prints is our own line of JSON.
    const measured: Measured = JSON.parse(stdout);
    return measured;
  } finally {
    cluster.stdin.end();
  }
}

async function firstLine<T>(output: NodeJS.ReadableStream): Promise<T> {
  for await (const line of createInterface({ input: output })) {
    const said: T = JSON.parse(line);
    return said;
  }
  throw new Error("The benchmark's cluster did not start.");
}

function pathOf(script: string): string {
  return fileURLToPath(new URL(script, import.meta.url));
}
