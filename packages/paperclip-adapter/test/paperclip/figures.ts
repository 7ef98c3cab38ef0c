import type { RunnerTestCase } from "vitest";
import type { Reporter, TestModule } from "vitest/node";
import type { RunRow } from "./host/rows.ts";

declare module "vitest" {
  interface TaskMeta {
    /** How each run of the story ended, and after how long. */
    runs?: readonly string[];
  }
}

export function noteRuns({ meta }: Readonly<RunnerTestCase>, newestFirst: readonly RunRow[]): void {
  meta.runs = [...(meta.runs ?? []), ...newestFirst.toReversed().map(tellRun)];
}

function tellRun({ status, errorCode, startedAt, finishedAt }: RunRow): string {
  const ms =
    startedAt === null || finishedAt === null ? null : Date.parse(finishedAt) - Date.parse(startedAt);
  const how = errorCode === null || errorCode === status ? status : `${status} ${errorCode}`;
  return ms === null ? how : `${how} ${(ms / 1000).toFixed(1)} s`;
}

/** Prints one line a story when all are over. */
export function figures(): Reporter {
  return {
    onTestRunEnd: (modules: readonly TestModule[]) => {
      for (const module of modules)
        for (const test of module.children.allTests()) {
          const { state } = test.result();
          if (state === "skipped") continue;
          const seconds = ((test.diagnostic()?.duration ?? 0) / 1000).toFixed(1).padStart(6);
          process.stdout.write(`${state === "passed" ? "ok  " : "FAIL"}${seconds} s  ${test.name}\n`);
          for (const run of test.meta().runs ?? []) process.stdout.write(`              ${run}\n`);
        }
    },
  };
}
