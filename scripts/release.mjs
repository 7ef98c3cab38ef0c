// Whether what stands here can be published, and only when it is asked for: the publishing.
//
//   pnpm release                 every check, one after the other; what would be released is shown, and nothing leaves the machine
//   pnpm release tree versions   some of them
//   pnpm release --publish       every check, then the tarballs that were checked, to the registry that npm is set to
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { contentObjections } from "./packing/contents.ts";
import { dependencyObjections } from "./packing/dependencies.ts";
import { must } from "./packing/stranger.ts";
import { readTarball } from "./packing/tarball.ts";
import { readManifests } from "./release/manifests.ts";
import { pendingChangesets, rehearse } from "./release/rehearse.ts";
import { tarballObjections, versionObjections } from "./release/versions.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const checks = { tree, versions, ci, tarballs };
const words = process.argv.slice(2);
const isPublishing = words.includes("--publish");
const wanted = words.filter((word) => word !== "--publish");
const unknown = wanted.find((name) => !Object.hasOwn(checks, name));
if (unknown !== undefined)
  throw new TypeError(`There is no check "${unknown}"; there are ${Object.keys(checks).join(", ")}.`);
if (isPublishing && wanted.length > 0) throw new TypeError("Everything is checked before it is published.");

for (const name of wanted.length === 0 ? Object.keys(checks) : wanted) {
  console.log(`\n── ${name}`);
  const objections = checks[name]();
  for (const objection of objections) console.error(`✗ ${objection}`);
  if (objections.length > 0) process.exit(1);
  console.log("✓");
}
if (isPublishing) publish();
else console.log("\nNothing was published: that takes --publish.");

function tree() {
  const changed = git("status", "--porcelain");
  return changed === "" ? [] : [`The working tree is not what is committed:\n${changed}`];
}

/** Before a version is made it is shown; to be published it has to be made. */
function versions() {
  if (pendingChangesets(root).length > 0) {
    for (const { name, from, to, changelog } of rehearse(root))
      console.log(`\n${name} ${from} → ${to}\n${changelog.replaceAll(/^/gm, "  ")}`);
    if (!isPublishing) return [];
  }
  return versionObjections(root);
}

/** Types, lint, tests, and what strangers get: the tarballs in .tools/ are its doing. */
function ci() {
  const { status } = spawnSync(join(root, ".ci", "run"), { cwd: root, stdio: "inherit" });
  return status === 0 ? [] : ["Not everything holds; see above."];
}

function tarballs() {
  const found = packed();
  for (const { path, files } of found) console.log(`${path} (${files.length} files)`);
  return [
    ...tarballObjections(root, found),
    ...found.flatMap((one) => [
      ...contentObjections(one, [root.replace(/\/$/, "")]),
      ...dependencyObjections(one),
    ]),
  ];
}

/** What was checked and nothing that is packed anew; what is there already is left, so that a half-done release can go on. */
function publish() {
  const all = packed();
  for (const { name, version } of readManifests(root)) {
    if (isThere(name, version)) {
      console.log(`${name}@${version} is there already.`);
      continue;
    }
    const { path } = all.find(({ manifest }) => manifest.name === name);
    must("npm", ["publish", path, "--access", "public"], root);
  }
  must(join(root, "node_modules", ".bin", "changeset"), ["tag"], root);
}

function isThere(name, version) {
  const { status, stderr } = spawnSync("npm", ["view", `${name}@${version}`, "version"], {
    encoding: "utf8",
  });
  if (status === 0) return true;
  if (stderr.includes("E404")) return false;
  throw new Error(`Whether ${name}@${version} is there could not be learnt: ${stderr}`);
}

function packed() {
  const folder = join(root, ".tools", "tarballs");
  return readdirSync(folder).map((name) => readTarball(join(folder, name)));
}

function git(...args) {
  const { status, stdout, stderr } = spawnSync("git", args, { cwd: root, encoding: "utf8" });
  if (status !== 0) throw new Error(`git ${args.join(" ")} failed: ${stderr}`);
  return stdout.trimEnd();
}
