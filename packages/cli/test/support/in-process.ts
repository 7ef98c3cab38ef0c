import { Readable } from "node:stream";
import { createPaper } from "../../src/screen/paper.ts";
import { program } from "../../src/program.ts";
import type { World } from "../../src/world.ts";
import type { Ended } from "./runverdict.ts";

/** The program in the test's own process, with a world of its own: nothing has to be loaded anew. */
export async function inProcess(args: readonly string[], env: World["env"] = {}): Promise<Ended> {
  let [stdout, stderr] = ["", ""];
  const lines = (all: readonly string[]): string => all.map((line) => `${line}\n`).join("");
  const world: World = {
    stdin: () => Readable.from([]),
    print: (all) => void (stdout += lines(all)),
    note: (all) => void (stderr += lines(all)),
    complain: (sentence) => void (stderr += `runverdict: ${sentence}\n`),
    status: (text) => void (stderr += text === null ? "" : `${text}\n`),
    paper: createPaper({ columns: 80, wide: 80, colour: false, unicode: true }),
    env,
    folder: process.cwd(),
    after: () => () => {},
    onInterrupt: () => () => {},
    onTerminate: () => () => {},
  };
  const status = await program(args, world);
  return { status, stdout, stderr };
}
