import { readFileSync } from "node:fs";
import { readArguments } from "./explain/arguments.ts";
import { explain } from "./explain/explain.ts";
import { fixturesOfTheRepository, tour } from "./explain/tour.ts";
import {
  attachHelp,
  attachUsage,
  diagnoseHelp,
  diagnoseUsage,
  explainHelp,
  explainUsage,
  help,
  runHelp,
  runUsage,
  usage,
} from "./help.ts";
import type { Misuse } from "./misuse.ts";
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
    case "run":
      return runCommand(rest, world);
    case "attach":
      return attachCommand(rest, world);
    case "diagnose":
      return diagnoseCommand(rest, world);
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
      world.complain(
        first.startsWith("-")
          ? `Options come behind a command, and "${first}" stands before one.`
          : `There is no command "${first}".`,
      );
      world.note(usage);
      return 2;
    }
  }
}

async function explainCommand(args: readonly string[], world: World): Promise<ExitStatus> {
  const asked = readArguments(args);
  return asked.kind === "explain"
    ? explain(asked, world)
    : answer(asked, { help: explainHelp, usage: explainUsage }, world);
}

// The commands that ask a cluster are loaded when they are wanted: `explain` has no use for what they need.

async function runCommand(args: readonly string[], world: World): Promise<ExitStatus> {
  const { readRunArguments } = await import("./run/run-arguments.ts");
  const asked = readRunArguments(args);
  if (asked.kind !== "run") return answer(asked, { help: runHelp, usage: runUsage }, world);
  const { run } = await import("./run/run.ts");
  return run(asked, world);
}

async function attachCommand(args: readonly string[], world: World): Promise<ExitStatus> {
  const { readAttachArguments } = await import("./run/attach-arguments.ts");
  const asked = readAttachArguments(args);
  if (asked.kind !== "attach") return answer(asked, { help: attachHelp, usage: attachUsage }, world);
  const { attach } = await import("./run/attach.ts");
  return attach(asked, world);
}

async function diagnoseCommand(args: readonly string[], world: World): Promise<ExitStatus> {
  const { readDiagnoseArguments } = await import("./diagnose/arguments.ts");
  const asked = readDiagnoseArguments(args);
  if (asked.kind !== "diagnose") return answer(asked, { help: diagnoseHelp, usage: diagnoseUsage }, world);
  const { diagnose } = await import("./diagnose/diagnose.ts");
  return diagnose(asked, world);
}

interface Texts {
  readonly help: readonly string[];
  readonly usage: readonly string[];
}

/** What needs no work: the help, the version, or what is wrong with the command line. */
function answer(
  asked: { readonly kind: "help" } | { readonly kind: "version" } | Misuse,
  texts: Texts,
  world: World,
): ExitStatus {
  if (asked.kind === "misuse") {
    world.complain(asked.sentence);
    world.note(texts.usage);
    return 2;
  }
  world.print(asked.kind === "help" ? texts.help : [version()]);
  return 0;
}

function version(): string {
  const manifest: { version: string } = JSON.parse(
    readFileSync(new URL("../package.json", import.meta.url), "utf8"),
  );
  return manifest.version;
}
