import { errorCode } from "./error-code.ts";
import { createPaper } from "./screen/paper.ts";
import { plain } from "./screen/plain.ts";
import { screenOf } from "./screen/screen.ts";
import { createStatusLine } from "./screen/status-line.ts";
import type { World } from "./world.ts";

/** The world of the running process. */
export function processWorld(): World {
  const { stdout, stderr, env, platform } = process;
  stdout.on("error", leave);
  // There is nowhere left to say so.
  stderr.on("error", () => process.exit(1));
  const paper = createPaper(screenOf(stdout, env, platform));
  const line = createStatusLine(
    (text) => void stderr.write(text),
    stderr.isTTY && env["TERM"] !== "dumb",
    paper,
  );
  return {
    stdin: () => process.stdin,
    print: (all) => line.above(() => void stdout.write(lines(all))),
    note: (all) => line.above(() => void stderr.write(lines(all))),
    complain: (sentence) => line.above(() => void stderr.write(`runverdict: ${plain(sentence, 1000)}\n`)),
    status: line.show,
    paper,
    env,
    folder: process.cwd(),
    after: (ms, call) => {
      const timer = setTimeout(call, ms);
      return () => clearTimeout(timer);
    },
    onInterrupt: (stop) =>
      onSignals(["SIGINT"], () => {
        line.renew();
        stop();
      }),
    onTerminate: (end) => onSignals(["SIGTERM", "SIGHUP"], end),
  };
}

/** Calls back at each of these signals; gives back how to let them do again what they do by default. */
function onSignals(signals: readonly NodeJS.Signals[], call: () => void): () => void {
  for (const signal of signals) process.on(signal, call);
  return () => {
    for (const signal of signals) process.off(signal, call);
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
