import { expect, test } from "vitest";
import { FIELDS } from "../../src/config/fields.ts";
import { readConfig } from "../../src/config/read-config.ts";

function warningsOf(raw: unknown): readonly string[] {
  const read = readConfig(raw);
  return read.kind === "config" ? read.warnings : [read.message];
}

test("A fork's field that does nothing here is answered with what to use instead.", () => {
  expect(warningsOf({ enableDocker: true, isolationMode: "strict" })).toEqual([
    "enableDocker does nothing here. Add a Docker sidecar under `sidecars`, with its image and resources; it needs a namespace that allows privileged pods.",
    "isolationMode does nothing here. Use `concurrency`, and `dataSubPath` for the files.",
  ]);
  expect(warningsOf({ providers: { anthropic: { accounts: [{ id: 1 }] } } })).toEqual([
    expect.stringContaining("providers.anthropic.accounts does nothing here."),
  ]);
});

test("What a fork's form stored beside a switch that is off is no news.", () => {
  const stored = {
    enableDocker: false,
    dockerImage: "docker:28-dind",
    dockerCpuLimit: "4",
    dockerMemoryLimit: "8Gi",
    enableRtk: "false",
    rtkMaxOutputBytes: 50_000,
    rtkVersion: "0.9.0",
    rtkImage: "rtk:0.9.0",
    ponytailDefaultMode: "full",
    claudeCodeVersion: "",
  };
  expect(warningsOf(stored)).toEqual([]);
});

test("A fork's word for what is done here anyway is no news either.", () => {
  expect(warningsOf({ claudeCodeVersion: "image" })).toEqual([]);
  expect(warningsOf({ claudeCodeVersion: "2.1.210" })).toHaveLength(1);
});

test("Advice names fields that there are.", () => {
  const everything = Object.fromEntries(
    [
      "enableRtk",
      "enableDocker",
      "mcpServers",
      "providers.anthropic.accounts",
      "secretsNamespace",
      "ponytailPluginPath",
      "resources.limits.toolMemoryKb",
      "isolationMode",
      "isolationKey",
      "isolationRoot",
      "homeRoot",
      "sessionRoot",
      "workspaceRoot",
      "cacheRoot",
      "tmpRoot",
      "promptCacheRoot",
      "orphanSecretSweepAgeFloorSec",
      "orphanSecretSweepIntervalSec",
      "claudeCodeVersion",
    ].map((key) => [key, "on"]),
  );
  const warnings = warningsOf(everything);
  expect(warnings).toHaveLength(Object.keys(everything).length);
  const named = warnings
    .flatMap((line) => [...line.matchAll(/`([^`]*)`/g)].map(([, name]) => name ?? ""))
    .filter((name) => !name.startsWith("--"));
  expect(named.length).toBeGreaterThan(5);
  for (const name of named) expect(Object.keys(FIELDS)).toContain(name);
});
