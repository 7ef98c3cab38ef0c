import { posix } from "node:path";
import { textOf } from "./tarball.ts";
import type { PackedFile, Tarball } from "./tarball.ts";

/** What must not be in a published package, or is missing in it: one sentence each, with the cure. */
export function contentObjections(tarball: Tarball, machinePaths: readonly string[]): readonly string[] {
  const { manifest, files } = tarball;
  const objections = [
    ...lacking(tarball),
    ...files.flatMap((file) => [
      ...strays(file),
      ...machines(file, machinePaths),
      ...secrets(file),
      ...lostSources(file, files),
    ]),
  ];
  return objections.map((objection) => `${manifest.name}: ${objection}`);
}

function lacking({ manifest, files }: Tarball): readonly string[] {
  const license = textOf(files, "LICENSE");
  const named = Object.entries({ ...manifest.dependencies, ...manifest.peerDependencies });
  const local = named.filter(([, range]) => /^(?:workspace|catalog|file|link):/.test(range));
  return [
    ...(license === ""
      ? ["LICENSE is not in the tarball; pack with pnpm from inside of the workspace."]
      : []),
    ...(manifest.license === undefined || !license.startsWith(`${manifest.license} License`)
      ? ["LICENSE is not the licence that package.json names."]
      : []),
    ...(textOf(files, "README.md") === "" ? ["README.md is not in the tarball; write one."] : []),
    ...(manifest.engines?.["node"] === undefined ? ["package.json says no `engines.node`."] : []),
    ...local.map(([name, range]) => `${name} is asked for as "${range}", which nobody else has.`),
  ];
}

const stray =
  /(?:^|\/)(?:tests?|__tests__|__snapshots__|bench|node_modules|coverage)\/|\.(?:test|spec|properties)\.[cm]?[jt]sx?$|\.tsbuildinfo$|(?:^|\/)\.[^/]+$/;

function strays({ path }: PackedFile): readonly string[] {
  return stray.test(path) ? [`${path} is for us alone; leave it out by \`files\` in package.json.`] : [];
}

/** A path of somebody's home, or of the machine that packs. */
const homes = /(?:^|[\s"'`(=:])(?:file:\/\/)?\/(?:home|Users)\/[\w.-]+\//;

function machines({ path, text }: PackedFile, machinePaths: readonly string[]): readonly string[] {
  const found = machinePaths.find((one) => text.includes(one)) ?? homes.exec(text)?.[0]?.trim();
  return found === undefined ? [] : [`${path} names "${found}", which is a path of one machine.`];
}

const secretLooking: readonly RegExp[] = [
  /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----\s*(?:\\n)?[A-Za-z0-9+/]{16}/,
  /\bsk-ant-[A-Za-z0-9_-]{20}/,
  /\b(?:ghp|gho|ghs|ghu|npm)_[A-Za-z0-9]{30}/,
  /\bgithub_pat_\w{30}/,
  /\bAKIA[0-9A-Z]{16}\b/,
  /\bxox[abps]-\d{6}/,
  /\beyJ[A-Za-z0-9_-]{12,}\.eyJ[A-Za-z0-9_-]{12,}\.[A-Za-z0-9_-]{12}/,
  /:\/\/[^\s/:@"'`${}]+:[^\s/:@"'`${}]{6,}@[a-z0-9-]+\./,
];

/** The secret itself is not quoted: whoever reads this may be reading a public log. */
function secrets({ path, text }: PackedFile): readonly string[] {
  return secretLooking.some((pattern) => pattern.test(text))
    ? [`${path} holds a text that looks like a secret; take it out, and revoke it if it was one.`]
    : [];
}

/** A debugger follows a map to its source, so the source is published as well. */
function lostSources({ path, text }: PackedFile, files: readonly PackedFile[]): readonly string[] {
  if (!path.endsWith(".map")) return [];
  const { sources }: { readonly sources: readonly string[] } = JSON.parse(text);
  const here = new Set(files.map((file) => file.path));
  return sources
    .map((source) => posix.join(posix.dirname(path), source))
    .filter((source) => !here.has(source))
    .map((source) => `${path} leads to ${source}, which is not in the tarball.`);
}
