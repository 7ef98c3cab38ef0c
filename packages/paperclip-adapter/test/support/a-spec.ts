import { plainRun } from "@runverdict/k8s-runner";

/** A run that could be anybody's. */
export const aSpec = {
  ...plainRun,
  runId: "run-1",
  namespace: "agents",
  agent: "reviewer",
  image: "agent:1",
  command: ["agent"],
};
