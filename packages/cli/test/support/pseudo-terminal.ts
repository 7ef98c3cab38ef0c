import { spawn } from "node:child_process";
import stringWidth from "string-width";
import { onTestFinished } from "vitest";
import { outputOf, type Output } from "./output-of.ts";
import { environment, program } from "./runverdict.ts";

/** The program on a terminal of its own, as a person has it. */
export interface Session {
  readonly output: Output;
  /** Presses Ctrl-C, which the terminal echoes and turns into SIGINT. */
  readonly interrupt: () => void;
  /** What the terminal shows by now, and what it has shown. */
  readonly screen: () => Screen;
}

export interface Screen {
  /** As they stand there, without styles; the cursor stands in the last one. */
  readonly lines: readonly string[];
  /** Whole lines that stood there for a while and were erased. */
  readonly erased: readonly string[];
  /** How wide the widest line was at any time. */
  readonly widest: number;
  readonly hasStyles: boolean;
}

export interface Terminal {
  readonly columns: number;
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * `script` makes the pseudo-terminal: it is part of every Debian (bsdutils is essential), of util-linux elsewhere, and
 * of macOS, where it is called otherwise.
 */
export function onTerminal(args: readonly string[], { columns, env = {} }: Terminal): Session {
  const size = `stty cols ${columns} rows 24`;
  const command = `${size} && exec ${[...program, ...args].map(quoted).join(" ")}`;
  const how =
    process.platform === "darwin"
      ? ["-q", "/dev/null", "/bin/sh", "-c", command]
      : ["--quiet", "--return", "--command", command, "/dev/null"];
  const child = spawn("script", how, {
    env: environment({ SHELL: "/bin/sh", TERM: "xterm-256color", ...env }),
    stdio: "pipe",
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const output = outputOf(child);
  return {
    output,
    interrupt: () => void child.stdin.write("\u0003"),
    screen: () => screenOf(output.stdout()),
  };
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

// eslint-disable-next-line no-control-regex -- what a terminal is told is control characters.
const token = /\r|\n|\u001b\[K|\u001b\[[\d;]*m|[^\r\n\u001b]+|[^]/g;

/** A terminal that knows what we use, and takes offence at all else: nothing may move the cursor but this. */
function screenOf(written: string): Screen {
  const lines: string[] = [];
  const erased: string[] = [];
  let [line, column, widest, hasStyles] = ["", 0, 0, false];
  for (const [part] of written.matchAll(token)) {
    if (part === "\r") column = 0;
    else if (part === "\n") {
      lines.push(line);
      line = "";
    } else if (part === "\u001b[K") {
      if (column === 0 && line !== "") erased.push(line);
      line = line.slice(0, column);
    } else if (part.startsWith("\u001b[")) hasStyles = true;
    else if (part.startsWith("\u001b")) throw new Error(`The terminal was told ${JSON.stringify(part)}.`);
    else {
      line = line.slice(0, column) + part + line.slice(column + part.length);
      column += part.length;
      widest = Math.max(widest, stringWidth(line));
    }
  }
  return { lines: [...lines, line], erased, widest, hasStyles };
}
