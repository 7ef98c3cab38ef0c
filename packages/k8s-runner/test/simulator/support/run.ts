import type { V1Container, V1Pod } from "@kubernetes/client-node";
import { agentJob } from "./agent-job.ts";
import { namespace } from "./with-simulator.ts";
import type { Stage } from "./with-simulator.ts";

/** Creates a Job with one pod and lets it start. Answers with the name of the pod. */
export async function startRun(
  { batch, core, clock }: Stage,
  name: string,
  agent: Partial<V1Container> = {},
  more: Parameters<typeof agentJob>[2] = {},
): Promise<string> {
  await batch.createNamespacedJob({ namespace, body: agentJob(name, agent, more) });
  await clock.advance(20);
  const { items } = await core.listNamespacedPod({ namespace, labelSelector: `job-name=${name}` });
  return items[0]?.metadata?.name ?? "";
}

export async function podOf({ core }: Stage, job: string): Promise<V1Pod | null> {
  const { items } = await core.listNamespacedPod({ namespace, labelSelector: `job-name=${job}` });
  return items.at(-1) ?? null;
}
