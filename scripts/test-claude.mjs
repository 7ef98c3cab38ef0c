// `pnpm test:claude`: fetches the real Claude Code, and runs it as the agent of Jobs against a scripted API.
// RUNVERDICT_CLAUDE_VERSION takes another version than the one whose endings the stories know.
import { prepare, run } from "./bootstrap.mjs";
import { provideClaude } from "./claude-code.mjs";

prepare();
provideClaude();
run("vitest", ["run", "--config", "vitest.claude.config.ts", ...process.argv.slice(2)]);
