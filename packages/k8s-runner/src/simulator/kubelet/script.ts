import type { OutputStream } from "./container-log.ts";

/** What a container does, when no process does it: plain data, played by the simulator's clock. */
export interface Script {
  /** One after the other, each so long after the one before. A script without an ending goes on for ever. */
  readonly steps: readonly ScriptStep[];
  /** What it does on SIGTERM; absent: it exits at once, with 143. */
  readonly onTerm?: OnTerm;
  /** What it writes to its `terminationMessagePath`. */
  readonly terminationMessage?: string;
}

export type ScriptStep =
  | {
      readonly kind: "write";
      readonly afterMs: number;
      readonly stream?: OutputStream;
      readonly text: string;
    }
  | { readonly kind: "exit"; readonly afterMs: number; readonly code: number }
  /** Killed for memory. On cgroup v1 it can be a child that is killed, and the container goes on. */
  | { readonly kind: "oom"; readonly afterMs: number; readonly victim?: "container" | "child" };

export type OnTerm =
  | { readonly kind: "ignore" }
  | { readonly kind: "exit"; readonly afterMs: number; readonly code: number; readonly text?: string };
