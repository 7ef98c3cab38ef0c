import type { Script } from "@runverdict/k8s-runner/simulator";

/** What an agent of the benchmark does: it writes so often, some lines at a time, and exits with 0. */
export interface Plan {
  readonly writes: number;
  readonly everyMs: number;
  readonly linesEach: number;
  readonly lineBytes: number;
}

/** The plan travels as the container's command, so that whoever creates the Job says what the agent will do. */
export function commandOf({ writes, everyMs, linesEach, lineBytes }: Plan): readonly string[] {
  return ["agent", ...[writes, everyMs, linesEach, lineBytes].map(String)];
}

/** All writes are one string, so that a gigabyte of them takes no memory before it is written. */
export function scriptOf(command: readonly string[]): Script {
  const [writes = 0, everyMs = 0, linesEach = 1, lineBytes = 1] = command.slice(1).map(Number);
  const line = `${JSON.stringify({ type: "assistant", message: "" }).padEnd(lineBytes - 1, ".")}\n`;
  const write = { kind: "write", afterMs: everyMs, text: line.repeat(linesEach) } as const;
  const exit = { kind: "exit", afterMs: everyMs, code: 0 } as const;
  return { steps: [...Array.from({ length: writes }, () => write), exit] };
}
