// What a stranger gets from npm must work: packs the packages, and checks the tarballs, never the sources.
//
//   node scripts/pack-check.mjs                every check, one after the other
//   node scripts/pack-check.mjs pack           builds afresh and packs into .tools/tarballs
//   node scripts/pack-check.mjs publint|attw   checks the manifests, and how the types resolve
//   node scripts/pack-check.mjs consumer       installs the tarballs in an empty project, compiles and runs a user's program
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const tarballs = join(root, ".tools", "tarballs");
const packages = readdirSync(join(root, "packages"));
const bin = (name) => join(root, "node_modules", ".bin", name);

const checks = { pack, publint, attw, consumer };
const [wanted] = process.argv.slice(2);
if (wanted !== undefined && !Object.hasOwn(checks, wanted))
  throw new TypeError(`There is no check "${wanted}"; there are ${Object.keys(checks).join(", ")}.`);
for (const name of wanted === undefined ? Object.keys(checks) : [wanted]) checks[name]();

function pack() {
  // tsc leaves behind what it built from files that are gone; a tarball must not contain them.
  for (const name of packages) rmSync(join(root, "packages", name, "dist"), { recursive: true, force: true });
  must(bin("tsc"), ["-b"], root);
  must(process.execPath, [join("packages", "paperclip-adapter", "build", "bundle-ui-parser.ts")], root);
  rmSync(tarballs, { recursive: true, force: true });
  mkdirSync(tarballs, { recursive: true });
  for (const name of packages)
    must("pnpm", ["pack", "--pack-destination", tarballs], join(root, "packages", name));
}

function publint() {
  for (const tarball of packed()) must(bin("publint"), ["run", tarball, "--strict"], root);
}

function attw() {
  for (const tarball of packed()) {
    // The command-line tool offers nothing to import, and attw has no opinion about that.
    if (manifestOf(tarball).bin === undefined) must(bin("attw"), [tarball, "--profile", "esm-only"], root);
  }
}

function consumer() {
  const home = mkdtempSync(join(tmpdir(), "runverdict-consumer-"));
  try {
    cpSync(join(root, "test", "consumer"), home, { recursive: true });
    writeManifest(home);
    const flags = ["--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error"];
    must("npm", ["install", ...flags], home);
    // Strangers compile for no platform at all, for Node, or for a browser; our declarations must fit into each.
    const nodeTypes = ["--types", "node", "--typeRoots", join(root, "node_modules", "@types")];
    must(bin("tsc"), ["-p", ".", "--lib", "ES2023", ...nodeTypes, "--noEmit"], home);
    must(bin("tsc"), ["-p", ".", "--lib", "ES2023,DOM", "--types", "", "--noEmit"], home);
    must(bin("tsc"), ["-p", ".", "--lib", "ES2023", "--types", ""], home);
    for (const program of ["consumer.js", "properties.js"]) must(process.execPath, [program], home);
    must(join(home, "node_modules", ".bin", "runverdict"), ["--help"], home);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/** Depends on the tarballs, also where one of them asks for another: npm would look for it in the registry. */
function writeManifest(home) {
  const path = join(home, "package.json");
  const own = Object.fromEntries(packed().map((tarball) => [manifestOf(tarball).name, `file:${tarball}`]));
  const manifest = {
    ...JSON.parse(readFileSync(path, "utf8")),
    dependencies: { ...own, "fast-check": version("fast-check") },
    overrides: Object.fromEntries(Object.keys(own).map((name) => [name, `$${name}`])),
  };
  writeFileSync(path, JSON.stringify(manifest));
}

/** The version of a tool that the workspace itself uses. */
function version(name) {
  return JSON.parse(readFileSync(join(root, "node_modules", name, "package.json"), "utf8")).version;
}

function packed() {
  const found = readdirSync(tarballs).map((name) => join(tarballs, name));
  if (found.length !== packages.length) throw new Error("Run `node scripts/pack-check.mjs pack` first.");
  return found;
}

function manifestOf(tarball) {
  const { stdout } = spawnSync("tar", ["-xOzf", tarball, "package/package.json"], { encoding: "utf8" });
  return JSON.parse(stdout);
}

function must(command, args, cwd) {
  const { status, error } = spawnSync(command, args, { cwd, stdio: "inherit" });
  if (status === 0) return;
  console.error(`"${command} ${args.join(" ")}" failed${error === undefined ? "" : `: ${error.message}`}.`);
  process.exit(1);
}
