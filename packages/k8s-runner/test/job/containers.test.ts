import { describe, expect, test } from "vitest";
import type { RunSpec } from "../../src/job/run-spec.ts";
import { aRun, aWrapper, jobOf } from "./support/a-run.ts";

const agent = (differs: Partial<RunSpec>) => jobOf(aRun(differs)).spec.template.spec.containers[0];

describe("where the agent works", () => {
  test("is where it was told to", () => {
    expect(agent({ workingDir: "/src" })?.workingDir).toBe("/src");
  });

  test("is the data volume, and HOME where there is none", () => {
    expect(agent({})?.workingDir).toBe("/workspace");
    expect(agent({ data: { kind: "none" } })?.workingDir).toBe("/home/agent");
  });
});

describe("what the agent starts", () => {
  test("is the image's own program when nothing else was said", () => {
    expect(agent({ command: [], args: ["--print"] })).not.toHaveProperty("command");
    expect(agent({ command: [], args: ["--print"] })?.args).toEqual(["--print"]);
  });

  test("is the wrapper, which is told the agent's command", () => {
    const wrapper = aWrapper({}, ["claude"]);
    expect(agent({ wrapper, command: ["claude"], args: ["-p"] })).toMatchObject({
      command: ["node", "/runverdict/wrapper/w.cjs", "--", "claude"],
      args: ["-p"],
    });
  });
});

describe("beside the agent", () => {
  const one = {
    name: "proxy",
    image: "images.example/proxy:1",
    command: ["proxy"],
    args: [],
    env: [],
    mounts: [],
    resources: { limits: { memory: "64Mi" } },
    rootFilesystem: "read-only",
  } as const;

  test("a native sidecar starts after the init containers and before the agent", () => {
    const { initContainers, containers } = jobOf(
      aRun({
        initContainers: [{ ...one, name: "checkout" }],
        sidecars: [{ ...one, kind: "native", startupProbe: null }],
      }),
    ).spec.template.spec;
    expect(initContainers.map(({ name, restartPolicy }) => [name, restartPolicy])).toEqual([
      ["checkout", undefined],
      ["proxy", "Always"],
    ]);
    expect(containers).toHaveLength(1);
  });

  test("a regular sidecar stands after the agent", () => {
    const { containers } = jobOf(aRun({ sidecars: [{ ...one, kind: "regular" }] })).spec.template.spec;
    expect(containers.map(({ name }) => name)).toEqual(["agent", "proxy"]);
  });

  test("nobody sees the prompt, HOME or the wrapper", () => {
    const wrapper = aWrapper({ "w.cjs": "" });
    const { containers } = jobOf(aRun({ prompt: "x", wrapper, sidecars: [{ ...one, kind: "regular" }] })).spec
      .template.spec;
    expect(containers[1]?.volumeMounts).toEqual([]);
    expect(containers[1]?.env).toEqual([]);
  });
});
