// What a stranger gets from npm must work: packs the packages, and checks the tarballs, never the sources.
//
//   node scripts/pack-check.mjs                every check, one after the other
//   node scripts/pack-check.mjs pack           builds afresh and packs into .tools/tarballs
//   node scripts/pack-check.mjs contents       no test, no machine's path, no secret, and no needless dependency in them
//   node scripts/pack-check.mjs publint|attw   checks the manifests, and how the types resolve
//   node scripts/pack-check.mjs npm|pnpm       installs the tarballs in an empty project, compiles and runs a user's programs
//   node scripts/pack-check.mjs everywhere     the same with each compiler and the oldest Nodes, which are fetched (500 MB)
//   node scripts/pack-check.mjs --write        every check, and writes the sizes into the READMEs
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { fetched, fetchedNode } from "./bootstrap.mjs";
import { compileEverywhere, TYPESCRIPTS } from "./packing/compilers.ts";
import { contentObjections } from "./packing/contents.ts";
import { dependencyObjections } from "./packing/dependencies.ts";
import { sizesOf, staleSizes, writeSizes } from "./packing/sizes.ts";
import { asStranger, must } from "./packing/stranger.ts";
import { readTarball } from "./packing/tarball.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const tarballs = join(root, ".tools", "tarballs");
const packages = readdirSync(join(root, "packages"));
const bin = (name) => join(root, "node_modules", ".bin", name);

/** The one entry that is CommonJS must be right for those who `require` it as well; the others are modules alone. */
const commonJs = { "@runverdict/paperclip-adapter": "ui-parser" };

const checks = { pack, contents, publint, attw, npm: withNpm, pnpm: withPnpm, everywhere };
const wanted = process.argv.slice(2).filter((word) => word !== "--write");
const isWriting = process.argv.includes("--write");
const unknown = wanted.find((name) => !Object.hasOwn(checks, name));
if (unknown !== undefined)
  throw new TypeError(`There is no check "${unknown}"; there are ${Object.keys(checks).join(", ")}.`);
for (const name of wanted.length === 0 ? Object.keys(checks) : wanted) checks[name]();

function pack() {
  // tsc leaves behind what it built from files that are gone; a tarball must not contain them.
  for (const name of packages) rmSync(join(root, "packages", name, "dist"), { recursive: true, force: true });
  must(bin("tsc"), ["-b"], root);
  must(process.execPath, [join("packages", "paperclip-adapter", "build", "bundle-ui-parser.ts")], root);
  rmSync(tarballs, { recursive: true, force: true });
  mkdirSync(tarballs, { recursive: true });
  for (const name of packages)
    must(
      "pnpm",
      ["--silent", "pack", "--pack-destination", tarballs, "--json"],
      join(root, "packages", name),
      "quiet",
    );
}

function contents() {
  const machine = [root.replace(/\/$/, ""), homedir()].filter((path) => path.length > 1 && path !== "/root");
  complain(
    packed().flatMap((tarball) => [...contentObjections(tarball, machine), ...dependencyObjections(tarball)]),
  );
}

function publint() {
  for (const { path } of packed()) must(bin("publint"), ["run", path, "--strict"], root);
}

function attw() {
  // The command-line tool offers nothing to import, and attw has no opinion about that.
  for (const { path, manifest } of packed().filter(({ manifest: { bin: tool } }) => tool === undefined)) {
    const entry = commonJs[manifest.name];
    const others = entry === undefined ? [] : ["--exclude-entrypoints", entry];
    must(bin("attw"), [path, "--profile", "esm-only", ...others], root);
    if (entry !== undefined) must(bin("attw"), [path, "--profile", "node16", "--entrypoints", entry], root);
  }
}

function withNpm() {
  asStranger("npm", packed(), stranger(), (home) => {
    compileEverywhere(home, TYPESCRIPTS.slice(-1), typescript);
    runPrograms(home, () => process.execPath);
    tellSizes(sizesOf(packed(), home));
  });
}

function withPnpm() {
  asStranger("pnpm", packed(), stranger(), (home) => {
    compileEverywhere(home, TYPESCRIPTS.slice(-1), typescript);
    runPrograms(home, () => process.execPath);
  });
}

function everywhere() {
  asStranger("npm", packed(), stranger(), (home) => {
    compileEverywhere(home, TYPESCRIPTS, typescript);
    runPrograms(home, oldestNode);
  });
}

/** The workspace's own is there already. */
function typescript(version) {
  const own = version === versionOf("typescript");
  return own ? join(root, "node_modules", "typescript") : fetched(`typescript@${version}`, "typescript");
}

function stranger() {
  const others = Object.fromEntries(["fast-check", "@types/node"].map((name) => [name, versionOf(name)]));
  return { program: join(root, "test", "consumer"), others };
}

/** `nodeOf` tells by which Node the programs of a package are run. */
function runPrograms(home, nodeOf) {
  for (const project of ["tsconfig.json", "tsconfig.node.json"]) must(bin("tsc"), ["-p", project], home);
  const programs = {
    "@runverdict/stream-parser": ["consumer.js"],
    "@runverdict/classifier": ["properties.js"],
    "@runverdict/paperclip-adapter": ["cluster.js", "loader.cjs"],
  };
  for (const [name, files] of Object.entries(programs))
    for (const file of files) must(nodeOf(name), [file], home);
  const tool = join(home, "node_modules", "runverdict", "dist", "main.js");
  must(nodeOf("runverdict"), [tool, "--help"], home);
  must(join(home, "node_modules", ".bin", "runverdict"), ["--help"], home, "quiet");
}

/** The oldest that a package says it works with. */
function oldestNode(name) {
  const { manifest } = packed().find((tarball) => tarball.manifest.name === name);
  return join(fetchedNode(least(manifest)), "node");
}

/** `>=22.12` → `22.12.0`. */
function least({ engines }) {
  const [major, minor = "0", patch = "0"] = engines.node.replace(">=", "").split(".");
  return [major, minor, patch].join(".");
}

function tellSizes(sizes) {
  console.table(sizes);
  const pages = { "README.md": sizes };
  for (const name of packages) {
    const { name: full } = JSON.parse(readFileSync(join(root, "packages", name, "package.json"), "utf8"));
    pages[`packages/${name}/README.md`] = sizes.filter((size) => size.name === full);
  }
  const stale = Object.entries(pages).flatMap(([page, own]) => {
    const text = readFileSync(join(root, page), "utf8");
    if (!isWriting) return staleSizes(page, text, own);
    writeFileSync(join(root, page), writeSizes(text, own));
    return [];
  });
  complain(stale);
}

/** The version of a tool that the workspace itself uses. */
function versionOf(name) {
  return JSON.parse(readFileSync(join(root, "node_modules", name, "package.json"), "utf8")).version;
}

function packed() {
  const found = readdirSync(tarballs).map((name) => readTarball(join(tarballs, name)));
  if (found.length !== packages.length) throw new Error("Run `node scripts/pack-check.mjs pack` first.");
  return found;
}

function complain(objections) {
  for (const objection of objections) console.error(objection);
  if (objections.length > 0) process.exit(1);
}
