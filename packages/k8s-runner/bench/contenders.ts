import { plainRun, runJob, type RunSpec } from "@runverdict/k8s-runner";
import type { Contender } from "./contender.ts";
import { commandOf, type Plan } from "./plan.ts";
import { pollRun } from "./polling-loop.ts";

export const CONTENDERS = {
  runverdict: async ({ cluster, spec, onOutput }) => {
    const run = runJob({ cluster, spec, onOutput });
    const { ending, evidence, problems } = await run.outcome;
    const state = evidence.pod.kind === "found" ? evidence.pod.value.agent?.state : null;
    return {
      jobName: run.jobName,
      exitCode: state?.kind === "terminated" ? state.exitCode : null,
      problems: ending.kind === "ended" ? problems : [...problems, ending.kind],
    };
  },
  "polling loop": pollRun,
} as const satisfies Readonly<Record<string, Contender>>;

export type ContenderName = keyof typeof CONTENDERS;

export function isContender(name: string): name is ContenderName {
  return Object.hasOwn(CONTENDERS, name);
}

export function specOf(runId: string, plan: Plan): RunSpec {
  return {
    ...plainRun,
    runId,
    namespace: "agents",
    agent: "bench",
    image: "agent:1",
    command: commandOf(plan),
    prompt: "Count the lines.",
  };
}
