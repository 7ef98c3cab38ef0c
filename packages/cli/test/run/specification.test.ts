import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { buildJob } from "@runverdict/k8s-runner";
import type { Inputs } from "../../src/run/inputs.ts";
import { readRunArguments } from "../../src/run/run-arguments.ts";
import { specification } from "../../src/run/specification.ts";

const where = { namespace: "agents", runId: "1a2b3c4d", folder: "/somewhere/else" };

function specified(
  args: readonly string[],
  inputs: Partial<Inputs> = {},
  command: readonly string[] = ["claude", "-p"],
) {
  const request = readRunArguments([...args, "--", ...command]);
  if (request.kind !== "run") throw new Error("It can't be understood.");
  return specification(request, { env: [], prompt: null, ...inputs }, where);
}

function jobOf({ spec }: ReturnType<typeof specified>) {
  const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
  const built = buildJob(spec, { sha256, nonce: "00000000" });
  return built.kind === "built" ? built.job : built.problems;
}

test("an API server takes what the command line asks for, with and without the wrapper", () => {
  for (const more of [[], ["--wrapper"], ["--timeout", "30m", "--grace", "90s"]]) {
    const specificationOf = specified(["--image", "agent:1", ...more], {
      env: [{ name: "KEY", value: "correct-horse" }],
      prompt: "Go.",
    });
    const job = jobOf(specificationOf);
    expect(job).toMatchObject({ kind: "Job" });
    expect(JSON.stringify(job)).not.toMatch(/correct-horse|Go\./);
  }
});

test("what the command line lets through, the runner takes", () => {
  for (const more of [
    ["--grace", "1s"],
    ["--grace", "1h"],
    ["--timeout", "366d"],
    ["--timeout", "366d", "--start-timeout", "366d"],
  ])
    expect(jobOf(specified(["--image", "agent:1", ...more]))).toMatchObject({ kind: "Job" });
  for (const image of ["a", "localhost:5000/a/b_c:v1.2", `a.example/b@sha256:${"0".repeat(64)}`])
    expect(jobOf(specified(["--image", image]))).toMatchObject({ kind: "Job" });
  for (const word of ["/", "./an agent", "a\nb", "/opt/\u{1F600}", `${"x".repeat(59)}\u{1F600}`])
    expect(jobOf(specified(["--image", "agent:1"], {}, [word]))).toMatchObject({ kind: "Job" });
});

test("the wrapper is told the nonce of the Job, the prompt, and how Claude Code says that it is finished", () => {
  const { spec, wrapperFiles } = specified(["--image", "agent:1", "--wrapper", "--linger", "5s"], {
    prompt: "Go.",
  });
  expect(JSON.parse(wrapperFiles?.("0123456789ab")["wrapper.json"] ?? "")).toMatchObject({
    nonce: "0123456789ab",
    stdinPath: "/runverdict/inputs/prompt",
    finalWord: { field: "type", final: ["result"], lingerMs: 5000 },
  });
  expect(Object.keys(spec.wrapper?.files ?? {})).toEqual(Object.keys(wrapperFiles?.("0123456789ab") ?? {}));
});

test("the cluster's own deadline comes well after ours, and is not there without one", () => {
  const deadlines = [[], ["--timeout", "10m"], ["--timeout", "10m", "--start-timeout", "1m"]].map(
    (limits) => specified(["--image", "agent:1", ...limits]).spec.deadline?.podMs,
  );
  expect(deadlines).toEqual([undefined, 41 * 60_000, 12 * 60_000]);
});

test("without a cluster the agent works where the person stands", () => {
  expect(specified(["--embedded"]).spec).toMatchObject({
    workingDir: "/somewhere/else",
    data: { kind: "none" },
  });
  expect(specified(["--image", "agent:1"]).spec.workingDir).toBeNull();
});
