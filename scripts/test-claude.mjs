// `pnpm test:claude`: fetches the real Claude Code, and runs it as the agent of Jobs against a scripted API.
// RUNVERDICT_CLAUDE_VERSION takes another version than the one whose endings the stories know.
import { spawnSync } from "node:child_process";
import { delimiter, join } from "node:path";
import { fetched, prepare, run } from "./bootstrap.mjs";

const name = "@anthropic-ai/claude-code";
const version = process.env.RUNVERDICT_CLAUDE_VERSION || "2.1.329";

prepare();
const folder = fetched(`${name}@${version}`, name);
// What its install script does needs no network and may be done again: it puts this machine's program in its place.
const installed = spawnSync("node", [join(folder, "install.cjs")], {
  stdio: ["ignore", "ignore", "inherit"],
});
if (installed.status !== 0) process.exit(1);
process.env.PATH = [join(folder, "..", "..", ".bin"), process.env.PATH].join(delimiter);
run("vitest", ["run", "--config", "vitest.claude.config.ts", ...process.argv.slice(2)]);
