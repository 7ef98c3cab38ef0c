import { buildJob, type BuiltJob } from "../../../src/job/build-job.ts";
import type { Job } from "../../../src/job/manifest.ts";
import { WRAPPER_PATH } from "../../../src/job/reserved.ts";
import { plainRun, type RunSpec, type Wrapper } from "../../../src/job/run-spec.ts";
import { sha256 } from "./sha256.ts";

/** A run that differs from the plain one by what it must say, and by what is given. */
export function aRun(differs: Partial<RunSpec> = {}): RunSpec {
  return {
    ...plainRun,
    runId: "run-7f3a",
    namespace: "agents",
    agent: "Reviewer",
    image: "images.example/agent:1.2.3",
    command: ["agent", "--print"],
    ...differs,
  };
}

/** Around the command of `aRun`, when no other is given. */
export function aWrapper(
  files: Wrapper["files"] = {},
  command: readonly string[] = ["agent", "--print"],
): Wrapper {
  return { command: ["node", `${WRAPPER_PATH}/w.cjs`, "--", ...command], files, spoolSizeLimit: "1Gi" };
}

export const building = { sha256, nonce: "n0nce123" } as const;

export function build(differs: Partial<RunSpec> = {}): BuiltJob {
  return buildJob(aRun(differs), building);
}

/** The Job of a run that nothing speaks against. */
export function jobOf(spec: RunSpec): Job {
  const built = buildJob(spec, building);
  if (built.kind === "refused") throw new Error(`refused: ${JSON.stringify(built.problems, null, 2)}`);
  return built.job;
}

/** Where the problems are, each once, in the order in which they were found. */
export function problemPaths(differs: Partial<RunSpec>): readonly string[] {
  const built = build(differs);
  return built.kind === "built" ? [] : [...new Set(built.problems.map(({ path }) => path))];
}
