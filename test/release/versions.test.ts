import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { readManifests } from "../../scripts/release/manifests.ts";
import { tarballObjections } from "../../scripts/release/versions.ts";
import { aTarball } from "../packing/a-tarball.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const manifests = readManifests(root);
const versionOf = new Map(manifests.map(({ name, version }) => [name, version]));
const parser = versionOf.get("@runverdict/stream-parser") ?? "";
const classifier = versionOf.get("@runverdict/classifier") ?? "";

test("a package is published after those that it depends on", () => {
  const names = manifests.map(({ name }) => name);
  for (const [place, { dependencies }] of manifests.entries()) {
    const needed = Object.keys(dependencies).filter((name) => versionOf.has(name));
    expect(names.slice(0, place)).toEqual(expect.arrayContaining(needed));
  }
  expect(names.at(0)).toBe("@runverdict/stream-parser");
});

test("a tarball of this version that asks for this version is not objected to", () => {
  const dependencies = { "@runverdict/stream-parser": `^${parser}`, zod: "^4" };
  const packed = aTarball({}, { name: "@runverdict/classifier", version: classifier, dependencies });
  expect(tarballObjections(root, [packed])).toEqual([]);
});

test("a tarball of another version is an old one", () => {
  const packed = aTarball({}, { name: "@runverdict/classifier", version: "9.9.9" });
  expect(tarballObjections(root, [packed])).toEqual([expect.stringContaining("9.9.9")]);
});

test("a tarball that asks for another version would be installed with a stranger's", () => {
  const dependencies = { "@runverdict/stream-parser": "^9.9.9" };
  const packed = aTarball({}, { name: "@runverdict/classifier", version: classifier, dependencies });
  expect(tarballObjections(root, [packed])).toEqual([expect.stringContaining("^9.9.9")]);
});
