import type { RunHandle } from "../../src/run/run-handle.ts";
import { runJob } from "../../src/run/run-job.ts";
import type { RunOptions } from "../../src/run/run-options.ts";
import type { RunSpec } from "../../src/job/run-spec.ts";
import type { Ground } from "./ground.ts";

export interface Followed extends RunHandle {
  /** What the caller was handed so far. */
  readonly output: () => string;
}

/** Runs an agent on the ground, and keeps its output. */
export function follow(
  { cluster, spec }: Ground,
  differs: Partial<RunSpec>,
  options: Partial<Omit<RunOptions, "spec" | "cluster" | "onOutput">> = {},
): Followed {
  const pieces: Uint8Array[] = [];
  const onOutput = (bytes: Uint8Array): void => void pieces.push(bytes);
  const handle = runJob({ ...options, cluster, spec: spec(differs), onOutput });
  return { ...handle, output: () => Buffer.concat(pieces).toString() };
}

/** A command of the shell that every image of an agent has. */
export function sh(script: string): readonly string[] {
  return ["sh", "-c", script];
}

export function node(program: string): readonly string[] {
  return ["node", "-e", program];
}

/** Writes so many lines, at this pace, and ends. */
export function lines(count: number, everyMs: number): readonly string[] {
  return node(`let line = 0;
    const timer = setInterval(() => {
      console.log("line " + line + " of the agent");
      if (++line === ${count}) clearInterval(timer);
    }, ${everyMs});`);
}

export function linesBefore(count: number): string {
  return Array.from({ length: count }, (_, line) => `line ${line} of the agent\n`).join("");
}

/** At work until it is told to stop; then it saves what it has, and ends. */
export const working: readonly string[] = sh(
  `trap 'echo "session saved"; exit 7' TERM; echo "at work"; while :; do sleep 0.1; done`,
);
