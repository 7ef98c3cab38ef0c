// `pnpm test:paperclip`: packs the adapter, installs it in the real Paperclip server, and runs the real Claude Code in it.
// Both are fetched from npm the first time: 1.4 GB and 360 MB on disk. RUNVERDICT_PAPERCLIP names a folder that has the
// server in its node_modules already.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { fetched, prepare, run } from "./bootstrap.mjs";
import { provideClaude } from "./claude-code.mjs";

const spec = "paperclipai@2026.916.1";

prepare();
provideClaude();
process.env.RUNVERDICT_PAPERCLIP ||= join(fetched(spec, "paperclipai"), "..", "..");
const root = join(import.meta.dirname, "..");
process.env.RUNVERDICT_TARBALLS = join(root, ".tools", "tarballs");
const packed = spawnSync("node", [join(root, "scripts", "pack-check.mjs"), "pack"], {
  stdio: ["ignore", "ignore", "inherit"],
});
if (packed.status !== 0) process.exit(1);
run("vitest", ["run", "--config", "vitest.paperclip.config.ts", ...process.argv.slice(2)]);
