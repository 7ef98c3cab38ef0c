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
  /** Says on standard error what is waited for, until it says something else or, with null, nothing any more. */
  readonly status: (text: string | null) => void;
  readonly paper: Paper;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where the person stands. */
  readonly folder: string;
  /** Calls back once, after so many milliseconds; gives back how to call it off. */
  readonly after: (ms: number, call: () => void) => () => void;
  /** Calls back each time the person asks to stop (Ctrl-C); gives back how to stop listening. */
  readonly onInterrupt: (stop: () => void) => () => void;
  /** Calls back each time the process is told to end, by whoever manages it or because its terminal was closed. */
  readonly onTerminate: (leave: () => void) => () => void;
}

/**
 * 0: every case got a verdict, or the run succeeded. 1: it failed. 2: something could not be used, or the command line
 * could not be understood. 3: it timed out. 5: it was left running, or nobody knows. 130: it was cancelled,
 * or the person pressed Ctrl-C before there was one.
 */
export type ExitStatus = 0 | 1 | 2 | 3 | 5 | 130;
