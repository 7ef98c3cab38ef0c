import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { wrapperConfig } from "../../src/wrapper/wrapper-config.ts";
import { wrapperCommand, wrapperFiles } from "../../src/wrapper/wrapper-files.ts";

const config = wrapperConfig({ nonce: "n0nce4tests", spoolFolder: "/run/spool" });
const files = wrapperFiles(config);

test("all scripts of the folder are mounted, with the configuration", () => {
  const scripts = readdirSync(new URL("../../src/wrapper/in-pod/", import.meta.url));
  const mounted = scripts.filter((name) => name !== "tsconfig.json");
  expect(new Set(Object.keys(files))).toEqual(new Set([...mounted, "wrapper.json"]));
  expect(JSON.parse(files["wrapper.json"] ?? "")).toEqual(config);
});

test("the names are keys that a Secret can have, and the whole is far from a Secret's limit", () => {
  for (const name of Object.keys(files)) expect(name).toMatch(/^[-._a-zA-Z0-9]{1,253}$/);
  const bytes = Object.values(files).reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  expect(bytes).toBeLessThan(64 * 1024);
});

test("the scripts import each other and Node, nothing else", () => {
  const imports = Object.values(files).flatMap((text) =>
    Array.from(text.matchAll(/^import .* from "(.+)";$/gm), ([, from = ""]) => from),
  );
  const strangers = imports.filter((from) => !from.startsWith("node:") && !(from.replace("./", "") in files));
  expect(imports.length).toBeGreaterThan(10);
  expect(strangers).toEqual([]);
});

test("the agent's command follows the wrapper's", () => {
  expect(wrapperCommand("/runverdict", ["claude", "-p", "--verbose"])).toEqual([
    "/bin/sh",
    "/runverdict/reap.sh",
    "node",
    "--max-old-space-size=64",
    "--max-semi-space-size=1",
    "/runverdict/wrapper.mjs",
    "/runverdict/wrapper.json",
    "--",
    "claude",
    "-p",
    "--verbose",
  ]);
});

test("a command that is left to the image can't be wrapped", () => {
  expect(() => wrapperCommand("/runverdict", [])).toThrow(TypeError);
});
