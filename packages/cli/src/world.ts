import type { Readable } from "node:stream";
import type { Paper } from "./screen/paper.ts";

/** What the commands may touch of the process they run in. */
export interface World {
  /** Opened only when it is asked for: it may be closed, or a terminal. */
  readonly stdin: () => Readable;
  /** Writes whole lines to standard output, which is what was asked for. */
  readonly print: (lines: readonly string[]) => void;
  /** Writes whole lines to standard error, which is what was not asked for. */
  readonly note: (lines: readonly string[]) => void;
  /** Writes a sentence to standard error about what went wrong. */
  readonly complain: (sentence: string) => void;
  readonly paper: Paper;
  /** Calls back when the person asks to stop (Ctrl-C); gives back how to stop listening. */
  readonly onInterrupt: (stop: () => void) => () => void;
}

/** 0: every case got a verdict. 2: something could not be used, or the command line could not be understood. */
export type ExitStatus = 0 | 2;
