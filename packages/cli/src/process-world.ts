import { errorCode } from "./explain/error-code.ts";
import { createPaper } from "./screen/paper.ts";
import { plain } from "./screen/plain.ts";
import { screenOf } from "./screen/screen.ts";
import type { World } from "./world.ts";

/** The world of the running process. */
export function processWorld(): World {
  const { stdout, stderr, env, platform } = process;
  stdout.on("error", leave);
  // There is nowhere left to say so.
  stderr.on("error", () => process.exit(1));
  return {
    stdin: () => process.stdin,
    print: (all) => void stdout.write(lines(all)),
    note: (all) => void stderr.write(lines(all)),
    complain: (sentence) => void stderr.write(`runverdict: ${plain(sentence, 1000)}\n`),
    paper: createPaper(screenOf(stdout, env, platform)),
    onInterrupt: (stop) => {
      process.once("SIGINT", stop);
      return () => void process.off("SIGINT", stop);
    },
  };
}

function lines(all: readonly string[]): string {
  return all.map((line) => `${line}\n`).join("");
}

/** Whoever read our output has seen enough (`| head`): that is no failure. A full disk is. */
function leave(error: Error): void {
  const code = errorCode(error);
  if (code === "EPIPE") process.exit();
  process.exitCode = 1;
  process.stderr.write(`runverdict: the output could not be written (${code ?? error.message}).\n`);
}
