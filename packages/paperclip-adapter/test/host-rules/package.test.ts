import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { createServerAdapter } from "../../src/create-server-adapter.ts";
import { fieldIn } from "../../src/host/host-field.ts";
import { loadPackage } from "../host-double/load-package.ts";
import { happy, onCluster } from "../support/on-cluster.ts";

const root = new URL("../../", import.meta.url);
const manifest: unknown = JSON.parse(readFileSync(new URL("package.json", root), "utf8"));
/** As it is published. */
const published = { ...Object(manifest), ...Object(fieldIn(manifest, "publishConfig")) };

describe("§1, the loader", () => {
  test("Paperclip finds entry and parser by its own reading of the manifest, from a folder and from npm.", () => {
    const found = { entry: "./dist/index.js", uiParser: "./dist/ui-parser.cjs" };
    expect([loadPackage(manifest), loadPackage(published)]).toEqual([found, found]);
    expect(existsSync(new URL("src/index.ts", root))).toBe(true);
  });

  test("It needs no package of Paperclip's, which lends none of its own.", () => {
    expect(JSON.stringify(fieldIn(manifest, "dependencies"))).not.toContain("@paperclipai");
    const sources = readdirSync(new URL("src", root), { recursive: true, encoding: "utf8" });
    const named = sources
      .filter((path) => path.endsWith(".ts"))
      .filter((path) => /from "@paperclipai\//.test(readFileSync(new URL(`src/${path}`, root), "utf8")));
    expect(sources.length).toBeGreaterThan(100);
    expect(named).toEqual([]);
  });

  test("Where several plugins are used the page says how they don't remove each other (§0.10).", () => {
    const page = readFileSync(new URL("../../docs/migration.md", root), "utf8");
    expect(page).toMatch(/npm then removes the plugin before it.*"isLocalPath": true/);
  });
});

describe("§0.11 and §1, the module", () => {
  // What it has, field by field: test/create-server-adapter.test.ts.
  test("What the host calls of it runs an agent.", async () => {
    const { execute } = createServerAdapter();
    await onCluster({ scripts: [happy] }, async ({ begin }) => {
      const { row } = await begin({ by: execute }).ended;
      expect(row).toMatchObject({ status: "succeeded", resultJson: { summary: "All tests pass." } });
    });
  });
});
