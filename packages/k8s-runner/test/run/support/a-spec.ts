import { plainRun, type RunSpec } from "../../../src/job/run-spec.ts";

const namespace = "agents";

export function aSpec(differs: Partial<RunSpec> = {}): RunSpec {
  return {
    ...plainRun,
    runId: "run-7f3a",
    namespace,
    agent: "Reviewer",
    image: "images.example/agent:1.2.3",
    command: ["agent", "--print"],
    prompt: "Say hello.",
    graceMs: 5000,
    resources: { requests: { cpu: "50m", memory: "64Mi" }, limits: { memory: "256Mi" } },
    ...differs,
  };
}
