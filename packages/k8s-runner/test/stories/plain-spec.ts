import { plainRun, type RunSpec } from "../../src/job/run-spec.ts";

/** A small run, to be given a command. */
export function plainSpec(namespace: string, image: string, differs: Partial<RunSpec>): RunSpec {
  return {
    ...plainRun,
    runId: "story",
    namespace,
    agent: "Storyteller",
    image,
    command: ["true"],
    graceMs: 10_000,
    resources: { requests: { cpu: "10m", memory: "32Mi" }, limits: { memory: "128Mi" } },
    ...differs,
  };
}
