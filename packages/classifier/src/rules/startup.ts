import { cite } from "../cite.ts";
import type { StartupCode } from "../codes/startup.ts";
import type { ContainerFacts, PodFacts } from "../pod-facts.ts";
import { plainMessage } from "../quote.ts";
import type { Reading } from "../reading/reading.ts";
import type { Sighted } from "../reading/sight.ts";
import { unscheduled } from "../reading/unscheduled.ts";
import { abstain, find, type Rule } from "../rule.ts";
import type { Claim } from "../verdict.ts";
import { spellExit } from "../signals.ts";

/** Pods whose agent container never started. What may still heal by waiting is final only when our deadline fired. */

interface Hindrance {
  readonly reason: string;
  readonly message: string | null;
  /** Path of the object that holds `reason` and `message`. */
  readonly path: string;
}

function startupRule(rule: {
  readonly code: StartupCode;
  readonly seen: string;
  readonly say: string;
  readonly otherwise: string;
  /** Whether waiting can't heal it, so that no deadline is needed. */
  readonly final?: true;
  readonly match: (reading: Reading, pod: Sighted<PodFacts>) => Hindrance | null;
}): Rule {
  return {
    id: rule.code.replaceAll("_", "-"),
    code: rule.code,
    names: "cause",
    seen: rule.seen,
    decidedBy: "what the agent container waits for",
    judge(reading) {
      const { end, intents, pod } = reading;
      if (pod === null || !isWaiting(reading)) return abstain("the agent container is not waiting to start");
      if (end.kind === "never-ran") return abstain("the pod as a whole was ended");
      const found = rule.match(reading, pod);
      if (found === null) return abstain(rule.otherwise);
      if (rule.final !== true && intents.startDeadline === null) {
        return abstain("it may still heal: no start deadline of ours has fired");
      }
      const message = found.message === null ? "" : `: ${plainMessage(found.message, 180)}`;
      return find({
        confidence: isStillSo(reading) ? "confirmed" : "likely",
        summary: `${rule.say} (${plainMessage(found.reason, 60)})${message}`,
        claims: [...hindranceClaims(reading, found), ...deadlineClaims(reading)],
      });
    },
  };
}

function hindranceClaims({ evidence }: Reading, { path }: Hindrance): readonly Claim[] {
  return [
    ...cite(evidence, "what it waits for", `${path}.reason`),
    ...cite(evidence, "Kubernetes says", `${path}.message`),
  ];
}

function deadlineClaims({ evidence, intents }: Reading): readonly Claim[] {
  return intents.startDeadline === null
    ? []
    : cite(evidence, "our deadline fired", `${intents.startDeadline.path}.phase`);
}

/** The agent container has not started, as far as the last look goes. */
function isWaiting({ end, pod }: Reading): boolean {
  if (end.kind === "waiting" || end.kind === "never-ran") return true;
  const state = pod?.value.agent?.state.kind;
  return end.kind !== "ended" && (state === "waiting" || state === "unreported");
}

/** The look at the pod is a fresh one; since an older look the container may have started, or the pod may be gone. */
export function isStillSo({ end }: Reading): boolean {
  return end.kind === "waiting" || end.kind === "never-ran";
}

/** What the agent container waits for: for itself, or for a container before it that can't start either. */
function waitingFor({ pod }: Reading): Hindrance | null {
  if (pod === null || pod.value.agent === null) return null;
  const own = hindranceOf(pod.value.agent, `${pod.path}.agent`);
  return own?.reason === "PodInitializing" ? (hindranceBefore(pod) ?? own) : own;
}

/** While init containers run, the others wait with PodInitializing; a sidecar that waits for more is a native one. */
function hindranceBefore({ value, path }: Sighted<PodFacts>): Hindrance | null {
  const before = [
    ...value.initContainers.map((init, index) => hindranceOf(init, `${path}.initContainers.${index}`)),
    ...value.sidecars.map((sidecar, index) => hindranceOf(sidecar, `${path}.sidecars.${index}`)),
  ];
  return before.find((found) => found !== null && found.reason !== "PodInitializing") ?? null;
}

function hindranceOf({ state }: ContainerFacts, path: string): Hindrance | null {
  if (state.kind !== "waiting" || state.reason === null) return null;
  return { reason: state.reason, message: state.message, path: `${path}.state` };
}

function lastEvent(
  { events }: Reading,
  reasons: readonly string[],
  message: RegExp | null = null,
): Hindrance | null {
  const event = events.findLast(
    ({ value }) =>
      value.regarding.kind === "Pod" &&
      reasons.includes(value.reason) &&
      (message === null || message.test(withoutNames(value.message))),
  );
  return event === undefined
    ? null
    : { reason: event.value.reason, message: event.value.message, path: event.path };
}

function waitingWith(
  reading: Reading,
  reasons: readonly string[],
  message: RegExp | null = null,
): Hindrance | null {
  const found = waitingFor(reading);
  if (found === null || !reasons.includes(found.reason)) return null;
  if (message === null || message.test(withoutNames(found.message))) return found;
  // During the back-off the state's message says only that; the pull's own words stand in an Event. It is not the
  // last one: the kubelet writes another of the same reason behind it, "Error: ErrImagePull".
  return lastEvent(reading, ["Failed"], message);
}

/** A message without the image's name, which anybody may choose: `…/denied/unauthorized:not-found` proves nothing. */
function withoutNames(message: string | null): string {
  return (message ?? "").replace(/"[^"\n]{0,1024}"?/g, "").replace(/\S{0,1024}\/\S{0,1024}/g, "");
}

export const unschedulable: Rule = startupRule({
  code: "unschedulable",
  seen: "Condition PodScheduled=False, reason Unschedulable; an autoscaler may still add a node, so it is not final at sight.",
  say: "No node could take the pod",
  otherwise: "the pod was scheduled",
  match: (_reading, pod) => {
    const condition = unscheduled(pod);
    if (condition?.value.reason !== "Unschedulable") return null;
    const { reason, message } = condition.value;
    return { reason, message, path: condition.path };
  },
});

export const imageInvalid: Rule = startupRule({
  code: "image_invalid",
  seen: "Waiting with InvalidImageName or ErrImageNeverPull, on a real cluster; neither heals by waiting.",
  say: "The image can't be used",
  otherwise: "the image's name is usable",
  final: true,
  match: (reading) => waitingWith(reading, ["InvalidImageName", "ErrImageNeverPull"]),
});

const pulling = [
  "ErrImagePull",
  "ImagePullBackOff",
  "ImageInspectError",
  "RegistryUnavailable",
  "SignatureValidationFailed",
];

export const imageNotFound: Rule = startupRule({
  code: "image_not_found",
  seen: "ErrImagePull or ImagePullBackOff whose message says not found, manifest unknown or no match for platform.",
  say: "The image was not found",
  otherwise: "no pull message says that the image does not exist",
  match: (reading) =>
    waitingWith(reading, pulling, /\bnot found\b|\bmanifest unknown\b|\bno match(?:ing manifest)? for\b/i),
});

export const imageAuth: Rule = startupRule({
  code: "image_auth",
  seen: "ErrImagePull or ImagePullBackOff whose message says unauthorized or denied.",
  say: "The registry denied the pull",
  otherwise: "no pull message says unauthorized or denied",
  match: (reading) =>
    waitingWith(
      reading,
      pulling,
      /\bunauthorized\b|\bdenied\b|\bauthentication required\b|\bno basic auth credentials\b/i,
    ),
});

export const imagePullFailed: Rule = startupRule({
  code: "image_pull_failed",
  seen: "ErrImagePull or ImagePullBackOff for a network error, a time-out or a rate limit of the registry.",
  say: "The image could not be pulled",
  otherwise: "no image pull is failing",
  match: (reading) => waitingWith(reading, pulling),
});

export const containerConfigError: Rule = startupRule({
  code: "container_config_error",
  seen: "Waiting with CreateContainerConfigError: a Secret, ConfigMap or key is missing (on a real cluster); CreateContainerError alike.",
  say: "The container can't be configured",
  otherwise: "the container's configuration is not the hindrance",
  match: (reading) => {
    const found = waitingWith(reading, ["CreateContainerConfigError", "CreateContainerError"]);
    const passing = /\bcontext deadline exceeded\b|\bis reserved for\b/.test(found?.message ?? "");
    return passing ? null : found;
  },
});

export const volumeUnavailable: Rule = startupRule({
  code: "volume_unavailable",
  seen: "ContainerCreating for ever with FailedMount Events (on a real cluster), or FailedAttachVolume with Multi-Attach.",
  say: "A volume could not be mounted",
  otherwise: "no Event tells of a volume",
  match: (reading) =>
    isCreating(reading) ? lastEvent(reading, ["FailedMount", "FailedAttachVolume"]) : null,
});

export const sandboxFailed: Rule = startupRule({
  code: "sandbox_failed",
  seen: "ContainerCreating with FailedCreatePodSandBox Events: the node's network could not be set up.",
  say: "The pod's sandbox could not be created",
  otherwise: "no Event tells of the sandbox",
  match: (reading) => (isCreating(reading) ? lastEvent(reading, ["FailedCreatePodSandBox"]) : null),
});

/** While volumes and the sandbox are made, the state says only this, or nothing yet. */
function isCreating(reading: Reading): boolean {
  const reason = waitingFor(reading)?.reason ?? null;
  return reason === null || reason === "ContainerCreating" || reason === "PodInitializing";
}

export const entrypointInvalid: Rule = {
  id: "entrypoint-invalid",
  code: "entrypoint_invalid",
  names: "cause",
  seen: "Terminated with StartError, exit 128 and startedAt 1970, on a real cluster; ContainerCannotRun on older runtimes.",
  decidedBy: "the reason of the container's state",
  judge(reading) {
    const { end, evidence } = reading;
    const failedStart = end.kind === "ended" && !end.started ? end.statePath : null;
    const path = failedStart ?? waitingWith(reading, ["RunContainerError"])?.path ?? null;
    if (path === null) return abstain("the command could be executed");
    const told = cite(evidence, "the runtime says", `${path}.message`);
    return find({
      confidence: "confirmed",
      summary: `The container's command could not be started: ${plainMessage(told[0]?.quote ?? "no message", 180)}`,
      claims: [...cite(evidence, "why it did not start", `${path}.reason`), ...told],
    });
  },
};

export const initFailed: Rule = {
  id: "init-failed",
  code: "init_failed",
  names: "cause",
  seen: "An init container that terminated non-zero; phase Failed, and the agent still waits with PodInitializing.",
  decidedBy: "how the init container ended",
  judge(reading) {
    const { pod, evidence, takedown } = reading;
    if (pod === null || !isWaiting(reading)) return abstain("the agent container is not waiting to start");
    if (pod.value.reason !== null || takedown.disruption !== null)
      return abstain("the pod as a whole was ended from outside");
    const index = pod.value.initContainers.findIndex(hasFailed);
    const init = pod.value.initContainers[index];
    if (init?.state.kind !== "terminated") return abstain("no init container failed");
    const { exitCode, reason } = init.state;
    const path = `${pod.path}.initContainers.${index}`;
    return find({
      confidence: "confirmed",
      summary: `Init container ${plainMessage(init.name, 63)} failed with exit ${spellExit(exitCode)}${reason === null ? "" : ` (${plainMessage(reason, 60)})`}.`,
      claims: [
        ...cite(evidence, "the init container", `${path}.name`),
        ...cite(evidence, "its exit code", `${path}.state.exitCode`),
        ...cite(evidence, "its reason", `${path}.state.reason`),
        ...cite(evidence, "its message", `${path}.state.message`),
      ],
    });
  },
};

function hasFailed({ state }: ContainerFacts): boolean {
  return state.kind === "terminated" && state.exitCode !== 0;
}
