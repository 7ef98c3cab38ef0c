import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { once } from "node:events";

/** What a process has written so far, and how to wait for more or for its end. */
export interface Output {
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Resolves once this was written, to whichever of the two; rejects when the process ends without it. */
  readonly until: (part: string) => Promise<void>;
  /** The exit status, once all was read. */
  readonly status: Promise<number | null>;
}

export function outputOf(child: ChildProcessWithoutNullStreams): Output {
  const said = { stdout: "", stderr: "" };
  let isClosed = false;
  const status = once(child, "close").then(([code]) => {
    isClosed = true;
    child.emit("told");
    return typeof code === "number" ? code : null;
  });
  for (const name of ["stdout", "stderr"] as const)
    child[name].setEncoding("utf8").on("data", (chunk: string) => {
      said[name] += chunk;
      child.emit("told");
    });
  return {
    stdout: () => said.stdout,
    stderr: () => said.stderr,
    status,
    until: async (part) => {
      while (!said.stdout.includes(part) && !said.stderr.includes(part)) {
        if (isClosed) throw new Error(`It ended without "${part}":\n${said.stdout}${said.stderr}`);
        await once(child, "told");
      }
    },
  };
}

/** Waits for the end and gives all. */
export async function endOf(
  child: ChildProcessWithoutNullStreams,
): Promise<{ readonly status: number | null; readonly stdout: string; readonly stderr: string }> {
  const output = outputOf(child);
  child.stdin.end();
  const status = await output.status;
  return { status, stdout: output.stdout(), stderr: output.stderr() };
}
