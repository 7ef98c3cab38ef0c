import { expect, test } from "vitest";
import { contentObjections } from "../../scripts/packing/contents.ts";
import { aTarball } from "./a-tarball.ts";

test("a package that holds what it should is not objected to", () => {
  expect(contentObjections(aTarball(), ["/srv/build"])).toEqual([]);
});

test.each(["LICENSE", "README.md"])("a package without %s is not published", (path) => {
  expect(contentObjections(aTarball({ [path]: "" }), []).join("\n")).toContain(path);
});

test("the licence in the tarball is the one that the manifest names", () => {
  expect(contentObjections(aTarball({}, { license: "Apache-2.0" }), [])).toHaveLength(1);
});

test.each([
  "test/index.js",
  "dist/reader.test.js",
  "src/reader.properties.test.ts",
  "dist/.tsbuildinfo",
  ".env",
  "src/__snapshots__/a.snap",
])("%s is for us alone", (path) => {
  expect(contentObjections(aTarball({ [path]: "" }), [])).toEqual([expect.stringContaining(path)]);
});

test.each(["src/testimony.ts", "dist/latest/index.js", "src/environment/test-environment.ts"])(
  "%s is no test",
  (path) => {
    expect(contentObjections(aTarball({ [path]: "" }), [])).toEqual([]);
  },
);

// Put together, because this repository names no machine either.
const somebodys = (home: string): string => ["", home, "ada", "runverdict", "src", "index.ts"].join("/");

test.each([
  `const path = "${somebodys("home")}";`,
  `at file://${somebodys("Users")}`,
  "// built in /srv/build/dist",
])("a path of one machine is found: %s", (text) => {
  expect(contentObjections(aTarball({ "dist/a.js": text }), ["/srv/build"])).toHaveLength(1);
});

// Put together here, so that nobody who searches the repository for secrets finds these.
const secrets = [
  ["sk-ant-", "api03-aaaaaaaaaaaaaaaaaaaaaaaa"],
  ["npm_", "a".repeat(36)],
  ["AKIA", "ABCDEFGHIJKLMNOP"],
  ["-----BEGIN PRIVATE KEY-----\n", "A".repeat(32)],
  ["https://ada:correct-horse@", "registry.example"],
] as const;

test.each(secrets)("a text that looks like a secret is found and not quoted: %s…", (head, tail) => {
  const [objection = "", ...others] = contentObjections(aTarball({ "dist/a.js": head + tail }), []);
  expect(objection).toContain("dist/a.js");
  expect(objection).not.toContain(tail);
  expect(others).toEqual([]);
});

test("a pattern that finds secrets is none", () => {
  const text = "const found = /\\bsk-ant-[A-Za-z0-9_-]{20}/.test(text) || '-----BEGIN PRIVATE KEY-----';";
  expect(contentObjections(aTarball({ "dist/a.js": text }), [])).toEqual([]);
});

test("a map whose source is not there leads a debugger nowhere", () => {
  const map = { "dist/index.js.map": JSON.stringify({ sources: ["../src/index.ts"] }) };
  expect(contentObjections(aTarball(map), [])).toEqual([expect.stringContaining("src/index.ts")]);
  expect(contentObjections(aTarball({ ...map, "src/index.ts": "" }), [])).toEqual([]);
});

test("a range that only the workspace understands is not published", () => {
  const manifest = { dependencies: { b: "workspace:^" } };
  expect(contentObjections(aTarball({}, manifest), [])).toEqual([expect.stringContaining("workspace:^")]);
});
