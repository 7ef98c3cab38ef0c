import type { V1Container, V1Job, V1PodSpec } from "@kubernetes/client-node";

/** The Job of the recorded scenarios, with what a test wants different. */
export function agentJob(
  name: string,
  agent: Partial<V1Container> = {},
  more: { readonly spec?: Partial<V1Job["spec"] & object>; readonly pod?: Partial<V1PodSpec> } = {},
): V1Job {
  const container: V1Container = {
    name: "agent",
    image: "agent.local/node:1",
    command: ["true"],
    resources: { limits: { memory: "256Mi" }, requests: { cpu: "50m", memory: "64Mi" } },
    ...agent,
  };
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name, labels: { app: "agent" } },
    spec: {
      backoffLimit: 0,
      ...more.spec,
      template: {
        metadata: { labels: { app: "agent" } },
        spec: {
          restartPolicy: "Never",
          terminationGracePeriodSeconds: 5,
          automountServiceAccountToken: false,
          containers: [container],
          ...more.pod,
        },
      },
    },
  };
}
