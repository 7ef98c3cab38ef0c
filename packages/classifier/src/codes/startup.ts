import type { CodeEntry } from "./entry.ts";

/** Endings of a pod whose agent container never ran, or ran without a word. */
export type StartupCode =
  | "unschedulable"
  | "image_invalid"
  | "image_not_found"
  | "image_auth"
  | "image_pull_failed"
  | "container_config_error"
  | "entrypoint_invalid"
  | "volume_unavailable"
  | "sandbox_failed"
  | "init_failed"
  | "node_rejected"
  | "start_timeout"
  | "no_first_output";

const config = {
  outcome: "failed",
  family: "config",
  attribution: "configuration",
  session: "none",
} as const;
const platform = {
  outcome: "failed",
  family: "infrastructure",
  attribution: "platform",
  session: "none",
} as const;

export const startupCodes: Readonly<Record<StartupCode, CodeEntry>> = {
  unschedulable: {
    ...platform,
    title: "No node for the pod",
    means: "No node could take the pod before our deadline.",
    look: "The scheduler's message: resources, taints, affinity, or an unbound volume.",
    resolve: "Free or add a node that fits, or ask for less; then start the run again.",
  },
  image_invalid: {
    ...config,
    title: "Image name can't be used",
    means: "The image's name is malformed, or it may not be pulled and is not on the node.",
    look: "The image and imagePullPolicy in the pod.",
    resolve: "Fix the image name or the pull policy.",
  },
  image_not_found: {
    ...config,
    title: "Image not found",
    means: "The registry has no such image, tag or platform.",
    look: "The image's name and tag, and the node's architecture.",
    resolve: "Name an image that exists for the node's platform.",
  },
  image_auth: {
    ...config,
    title: "Image pull denied",
    means: "The registry wants credentials, or denies these.",
    look: "imagePullSecrets of the pod and its service account.",
    resolve: "Give the pod a pull secret that may read the image.",
  },
  image_pull_failed: {
    ...platform,
    title: "Image could not be pulled",
    means: "The image could not be pulled before our deadline: network, rate limit, or a slow registry.",
    look: "The message of the last pull.",
    resolve: "Start the run again after a pause; mirror the image if it happens again.",
  },
  container_config_error: {
    ...config,
    title: "Container can't be configured",
    means:
      "A Secret, ConfigMap or key that the container needs is missing, or its settings contradict each other.",
    look: "The object that the message names.",
    resolve: "Create the missing object, or fix the container's settings.",
  },
  entrypoint_invalid: {
    ...config,
    title: "Command can't be executed",
    means: "The container's command is not in the image, or can't be executed.",
    look: "command and args of the container, and what the image holds.",
    resolve: "Fix the command, or use an image that has it.",
  },
  volume_unavailable: {
    ...platform,
    title: "Volume could not be mounted",
    means: "A volume could not be attached or mounted before our deadline.",
    look: "The FailedMount and FailedAttachVolume Events: a missing object, or a volume in use on another node.",
    resolve: "Fix or free the volume, and start the run again.",
  },
  sandbox_failed: {
    ...platform,
    title: "Pod sandbox could not be created",
    means: "The node could not set up the pod's sandbox, mostly its network.",
    look: "The FailedCreatePodSandBox Events, and the node's CNI.",
    resolve: "Start the run again; check the node if it happens there again.",
  },
  init_failed: {
    ...config,
    title: "Init container failed",
    means: "A container that prepares the pod ended with an error, so the agent never started.",
    look: "The log of that init container.",
    resolve: "Fix what the init container reports.",
  },
  node_rejected: {
    ...platform,
    title: "Rejected by the node",
    means: "The node's kubelet refused the pod after it had been scheduled there.",
    look: "The reason in the pod's status.",
    resolve: "Start the run again; the scheduler will try another node.",
  },
  start_timeout: {
    ...platform,
    title: "Did not start in time",
    means: "The agent container had not started when our deadline fired, and no reason is known.",
    look: "What the container was waiting for, and the pod's Events.",
    resolve: "Start the run again; raise the start deadline if images are large or nodes slow.",
  },
  no_first_output: {
    ...platform,
    attribution: "configuration",
    title: "Started, but said nothing",
    means: "The agent container ran, but wrote nothing before our first-output deadline.",
    look: "What the entrypoint does before it starts the agent, and whether its output is buffered.",
    resolve: "Look at what the container does at start; raise the first-output deadline if it is just slow.",
  },
};
