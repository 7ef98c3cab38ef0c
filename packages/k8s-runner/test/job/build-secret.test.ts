import { describe, expect, test } from "vitest";
import { buildSecret } from "../../src/job/build-secret.ts";
import type { RunSpec } from "../../src/job/run-spec.ts";
import { aRun, aWrapper, jobOf } from "./support/a-run.ts";
import { sha256 } from "./support/sha256.ts";
import { toYaml } from "./support/to-yaml.ts";

const whole = aRun({
  prompt: "Review the change.\n",
  files: [{ path: "config/tools.json", text: "{}", sensitive: false }],
  env: [{ kind: "secret", name: "AGENT_API_KEY", value: "only here" }],
  wrapper: aWrapper({ "w.cjs": "// starts the agent" }),
});

describe("the Secret of a run", () => {
  test("reads like this", async () => {
    await expect(toYaml(buildSecret(whole, live(whole), sha256))).toMatchFileSnapshot(
      "__snapshots__/secret.yaml",
    );
  });

  test("is not made where there is nothing to keep", () => {
    expect(buildSecret(aRun(), live(aRun()), sha256)).toBeNull();
  });

  test("goes by the name that the Job tells, so that a process that adopts a Job makes the Secret it waits for", () => {
    expect(buildSecret(whole, live(whole), sha256)?.metadata.name).toBe(
      `${live(whole).metadata.name}-n0nce123`,
    );
  });

  test("may hold a text that was made when the Job's UID was known", () => {
    const config = (text: string): RunSpec => ({
      ...whole,
      wrapper: aWrapper({ "config.json": text }),
    });
    const secret = buildSecret(config("from uid-1"), live(config("")), sha256);
    expect(secret?.stringData["wrapper.config.json"]).toBe("from uid-1");
  });

  test("is not made for another's Job", () => {
    const other = { ...whole, prompt: "Something else." };
    expect(() => buildSecret(whole, live(other), sha256)).toThrow(/look|isSameRun/);
    expect(() => buildSecret(whole, { metadata: { name: "j", namespace: "n", uid: "u" } }, sha256)).toThrow(
      TypeError,
    );
  });
});

function live(spec: RunSpec) {
  const job = jobOf(spec);
  return { ...job, metadata: { ...job.metadata, uid: "0f9d2c1e-uid" } };
}
