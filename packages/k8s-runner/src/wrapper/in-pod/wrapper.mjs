// Runs an agent in its container and tells how it ended. Node and nothing else is needed.
//
//   node wrapper.mjs <configuration.json> -- <command> [argument …]
//
// It ends with the agent's exit code, or with 128 and the number of the signal; 126 and 127 as a shell has them for a
// command that can't be executed or found; 125 when the wrapper itself failed.
import { exitCodeOf } from "./agent.mjs";
import { readConfig } from "./config.mjs";
import { run } from "./run.mjs";
import { composeMessage, nothingKnown, writeMessage } from "./termination-message.mjs";

/** What to do about a failure of our own: before there is a run, Kubernetes' default place is all that is known. */
let abandon = tellWithoutRun;

process.on("uncaughtException", (error) => fail(`the wrapper failed: ${error.message}`));
// Nobody may be there to hear us.
process.stderr.on("error", () => {});

const [configPath, separator, ...command] = process.argv.slice(2);
if (configPath === undefined || separator !== "--" || command.length === 0) {
  fail("usage: node wrapper.mjs <configuration.json> -- <command> [argument …]");
}
const config = readConfig(configPath);
abandon = (problem) => tell(problem, config.terminationMessagePath);
({ abandon } = run(config, command, (ending) => process.exit(exitCodeOf(ending))));

/** @param {string} problem @returns {never} */
function fail(problem) {
  process.stderr.write(`runverdict: ${problem}\n`);
  try {
    abandon(problem);
  } finally {
    process.exit(125);
  }
}

/** @type {(problem: string) => void} */
function tellWithoutRun(problem) {
  tell(problem, "/dev/termination-log");
}

/** @type {(problem: string, path: string) => void} */
function tell(problem, path) {
  const ending = { kind: /** @type {const} */ ("wrapper-failed"), code: /** @type {const} */ (125), problem };
  writeMessage(path, composeMessage({ ...nothingKnown, phase: "done", ending }, 1024));
}
