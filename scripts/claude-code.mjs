import { spawnSync } from "node:child_process";
import { delimiter, join } from "node:path";
import { fetched } from "./bootstrap.mjs";

const name = "@anthropic-ai/claude-code";
const version = process.env.RUNVERDICT_CLAUDE_VERSION || "2.1.329";

/**
 * Fetches the real Claude Code and puts it on the PATH. RUNVERDICT_CLAUDE_VERSION takes another version than the one
 * whose endings the stories know.
 */
export function provideClaude() {
  const folder = fetched(`${name}@${version}`, name);
  // What its install script does needs no network and may be done again: it puts this machine's program in its place.
  const installed = spawnSync("node", [join(folder, "install.cjs")], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  if (installed.status !== 0) process.exit(1);
  process.env.PATH = [join(folder, "..", "..", ".bin"), process.env.PATH].join(delimiter);
}
