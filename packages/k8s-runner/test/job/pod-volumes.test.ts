import { describe, expect, test } from "vitest";
import { volumeMount } from "../../src/job/pod-volumes.ts";
import type { RunSpec } from "../../src/job/run-spec.ts";
import { aRun, jobOf } from "./support/a-run.ts";

const inputs = (differs: Partial<RunSpec>) =>
  jobOf(aRun({ prompt: "x", ...differs })).spec.template.spec.volumes.find(
    ({ name }) => name === "runverdict-inputs",
  );

describe("the prompt", () => {
  test("is for its owner and the pod's group, which the agent is in", () => {
    expect(inputs({})?.secret?.defaultMode).toBe(0o400);
  });

  test("is for everybody in the container when there is no such group, or the agent could not read it", () => {
    expect(inputs({ user: { uid: 1000, gid: 1000, fsGroup: null } })?.secret?.defaultMode).toBe(0o444);
  });

  test("comes without the secrets that are variables", () => {
    const env = [{ kind: "secret", name: "TOKEN", value: "x" }] as const;
    expect(inputs({ env })?.secret?.items).toEqual([{ key: "prompt", path: "prompt" }]);
  });
});

describe("a mount of the data volume", () => {
  const mount = { volume: "runverdict-data", path: "/d", subPath: "src", readOnly: true };

  test("stays inside of the tenant's part of a claim", () => {
    const data = { kind: "claim", path: "/data", claimName: "c", subPath: "tenants/a" } as const;
    expect(volumeMount(mount, data)).toEqual({
      name: "runverdict-data",
      mountPath: "/d",
      subPath: "tenants/a/src",
      readOnly: true,
    });
    expect(volumeMount({ ...mount, subPath: null, readOnly: false }, data)).toEqual({
      name: "runverdict-data",
      mountPath: "/d",
      subPath: "tenants/a",
    });
  });

  test("is not where another volume is mounted", () => {
    const data = { kind: "claim", path: "/data", claimName: "c", subPath: "tenants/a" } as const;
    expect(volumeMount({ ...mount, volume: "ca" }, data).subPath).toBe("src");
  });

  test("is what it says where nothing is shared", () => {
    const data = { kind: "scratch", path: "/data", sizeLimit: "1Gi" } as const;
    expect(volumeMount(mount, data).subPath).toBe("src");
  });
});
