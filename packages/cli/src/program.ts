import { readFileSync } from "node:fs";
import { readArguments } from "./explain/arguments.ts";
import { explain } from "./explain/explain.ts";
import { fixturesOfTheRepository, tour } from "./explain/tour.ts";
import { explainHelp, explainUsage, help, usage } from "./help.ts";
import type { ExitStatus, World } from "./world.ts";

/** Does what the command line says and gives back the exit status. */
export async function program(args: readonly string[], world: World): Promise<ExitStatus> {
  const [first, ...rest] = args;
  switch (first) {
    case undefined: {
      const fixtures = fixturesOfTheRepository();
      if (fixtures !== null) return tour(fixtures, world);
      world.print(help);
      return 0;
    }
    case "explain":
      return explainCommand(rest, world);
    case "--help":
    case "-h":
    case "help":
      world.print(help);
      return 0;
    case "--version":
    case "-v":
      world.print([version()]);
      return 0;
    default: {
      const what = first.startsWith("-") ? "option" : "command";
      world.complain(`There is no ${what} "${first}"; what there is stands below.`);
      world.note(usage);
      return 2;
    }
  }
}

async function explainCommand(args: readonly string[], world: World): Promise<ExitStatus> {
  const asked = readArguments(args);
  if (asked.kind === "explain") return explain(asked, world);
  if (asked.kind === "misuse") {
    world.complain(asked.sentence);
    world.note(explainUsage);
    return 2;
  }
  world.print(asked.kind === "help" ? explainHelp : [version()]);
  return 0;
}

function version(): string {
  const manifest: { version: string } = JSON.parse(
    readFileSync(new URL("../package.json", import.meta.url), "utf8"),
  );
  return manifest.version;
}
