import { classify } from "@runverdict/classifier";
import type { Evidence } from "@runverdict/classifier";
import { describe, expect, test } from "vitest";
import { absent, evidence, found, intent, unavailable } from "../support/evidence.ts";
import {
  disruption,
  events,
  pod,
  running,
  terminated,
  unschedulable,
  waiting,
} from "../support/kubernetes.ts";
import type { EventShape, PodShape } from "../support/kubernetes.ts";
import { testRule } from "../support/rule-table.ts";
import type { Decision, NearMiss } from "../support/rule-table.ts";

const gaveUp = { intents: [intent("deadline", { phase: "start" })] };
const fired = ["run.intents.0.phase", "start"] as const;

/** A pod that waits to start; our start deadline has not fired. */
function pending(shape: PodShape, shapes: readonly EventShape[] = []): Evidence {
  return evidence({ pod: found(pod({ phase: "Pending", ...shape })), events: found(events(shapes)) });
}

/** The same, and our start deadline fired. */
function expired(shape: PodShape, shapes: readonly EventShape[] = []): Evidence {
  return { ...pending(shape, shapes), run: { ...evidence().run, ...gaveUp } };
}

function waits(reason: string, message?: string): PodShape {
  return { agent: waiting(reason, message) };
}

const notWaiting = "the agent container is not waiting to start";

/** A container that ran: nothing that it waited for before is the reason. */
const started: NearMiss = { evidence: expired({ phase: "Running", agent: running() }), because: notWaiting };
const ended: NearMiss = {
  evidence: expired({ phase: "Failed", agent: terminated(1, "Error") }),
  because: notWaiting,
};
const unseen: NearMiss = { evidence: evidence({ run: gaveUp }), because: notWaiting };

function tooEarly(shape: PodShape, shapes: readonly EventShape[] = []): NearMiss {
  return {
    evidence: pending(shape, shapes),
    because: "it may still heal: no start deadline of ours has fired",
  };
}

/** What stands in the state of the agent container, with a deadline that fired. */
function byState(say: string, reason: string, message?: string, more: Partial<Decision> = {}): Decision {
  return {
    evidence: expired(waits(reason, message)),
    confidence: "confirmed",
    summary: `${say} (${reason})${message === undefined ? "" : `: ${message}`}`,
    claims: [
      ["pod.value.agent.state.reason", reason],
      ...(message === undefined ? [] : [["pod.value.agent.state.message", message] as const]),
      fired,
    ],
    ...more,
  };
}

const noNode = "0/3 nodes are available: 3 Insufficient memory.";

testRule("unschedulable", {
  code: "unschedulable",
  decides: {
    "a pod that no node could take before our deadline": {
      evidence: expired({ agent: null, conditions: [unschedulable] }),
      confidence: "confirmed",
      summary: `No node could take the pod (Unschedulable): ${noNode}`,
      claims: [
        ["pod.value.conditions.0.reason", "Unschedulable"],
        ["pod.value.conditions.0.message", noNode],
        fired,
      ],
      competing: ["start_timeout"],
    },
    "the same, behind other conditions": {
      evidence: expired({
        agent: null,
        conditions: [{ type: "Initialized", status: "True" }, unschedulable],
      }),
      confidence: "confirmed",
      summary: `No node could take the pod (Unschedulable): ${noNode}`,
      claims: [
        ["pod.value.conditions.1.reason", "Unschedulable"],
        ["pod.value.conditions.1.message", noNode],
        fired,
      ],
    },
  },
  lets: {
    "a pod that nobody saw": unseen,
    "a container that ran": started,
    "a container that ended": ended,
    "an autoscaler that may still add a node": tooEarly({ agent: null, conditions: [unschedulable] }),
    "a pod that was scheduled": {
      evidence: expired({ agent: null, conditions: [{ type: "PodScheduled", status: "True" }] }),
      because: "the pod was scheduled",
    },
    "a pod of which no condition is known": {
      evidence: expired({ agent: null }),
      because: "the pod was scheduled",
    },
    "a pod that waits for a gate": {
      evidence: expired({
        agent: null,
        conditions: [{ type: "PodScheduled", status: "False", reason: "SchedulingGated" }],
      }),
      because: "the pod was scheduled",
    },
  },
});

testRule("image-invalid", {
  code: "image_invalid",
  decides: {
    "a name that is none, at sight": {
      evidence: pending(waits("InvalidImageName", "couldn't parse image name")),
      confidence: "confirmed",
      summary: "The image can't be used (InvalidImageName): couldn't parse image name",
      claims: [
        ["pod.value.agent.state.reason", "InvalidImageName"],
        ["pod.value.agent.state.message", "couldn't parse image name"],
      ],
    },
    "an image that is not on the node and may not be pulled": {
      evidence: pending(waits("ErrImageNeverPull")),
      confidence: "confirmed",
      summary: "The image can't be used (ErrImageNeverPull)",
      claims: [["pod.value.agent.state.reason", "ErrImageNeverPull"]],
    },
    "the same when our deadline fired": byState("The image can't be used", "InvalidImageName", undefined, {
      competing: ["start_timeout"],
    }),
    "the image of an init container, behind one that ended well": {
      evidence: pending({
        ...waits("PodInitializing"),
        inits: [
          { name: "clone", state: terminated(0, "Completed") },
          { name: "setup", state: waiting("InvalidImageName", "couldn't parse image name") },
        ],
      }),
      confidence: "confirmed",
      summary: "The image can't be used (InvalidImageName): couldn't parse image name",
      claims: [
        ["pod.value.initContainers.1.state.reason", "InvalidImageName"],
        ["pod.value.initContainers.1.state.message", "couldn't parse image name"],
      ],
    },
    "the image of a native sidecar that has to start before the agent": {
      evidence: pending({
        ...waits("PodInitializing"),
        sidecars: [{ name: "logger", state: waiting("PodInitializing") }],
        nativeSidecars: [{ name: "proxy", state: waiting("ErrImageNeverPull") }],
      }),
      confidence: "confirmed",
      summary: "The image can't be used (ErrImageNeverPull)",
      claims: [["pod.value.sidecars.1.state.reason", "ErrImageNeverPull"]],
    },
    "a pod that was deleted meanwhile, as it was last seen": {
      evidence: evidence({ pod: absent(pod({ phase: "Pending", ...waits("InvalidImageName") })) }),
      confidence: "likely",
      summary: "The image can't be used (InvalidImageName)",
      claims: [["pod.lastSeen.agent.state.reason", "InvalidImageName"]],
    },
    "a pod that went out of sight, as it was last seen": {
      evidence: evidence({ pod: unavailable(pod({ phase: "Pending", ...waits("InvalidImageName") })) }),
      confidence: "likely",
      summary: "The image can't be used (InvalidImageName)",
      claims: [["pod.lastSeen.agent.state.reason", "InvalidImageName"]],
    },
  },
  lets: {
    "a pod that nobody saw": unseen,
    "a container that ran": started,
    "a container that ended": ended,
    "another reason to wait": {
      evidence: expired(waits("ErrImagePull", "InvalidImageName")),
      because: "the image's name is usable",
    },
    "a reason that nobody gave": {
      evidence: expired({ agent: { waiting: {} } }),
      because: "the image's name is usable",
    },
  },
});

const pull = 'failed to pull and unpack image "registry.invalid/a/b:1": ';
const backOff = 'Back-off pulling image "registry.invalid/a/b:1"';

/** What the kubelet said of the pull, which stands in the Event alone while the state says only that it backs off. */
function byEvent(say: string, message: string): Decision {
  return {
    evidence: expired(waits("ImagePullBackOff", backOff), [
      { reason: "Failed", message, at: 10 },
      { reason: "BackOff", message: backOff, at: 20 },
    ]),
    confidence: "confirmed",
    summary: `${say} (Failed): ${message}`,
    claims: [["events.value.0.reason", "Failed"], ["events.value.0.message", message], fired],
    competing: ["image_pull_failed", "start_timeout"],
  };
}

const notFound = "The image was not found";
testRule("image-not-found", {
  code: "image_not_found",
  decides: {
    "a tag that is not there": byState(notFound, "ErrImagePull", `${pull}b:1: not found`, {
      competing: ["image_pull_failed", "start_timeout"],
    }),
    "a manifest that is not there, during the back-off": byState(
      notFound,
      "ImagePullBackOff",
      "manifest unknown",
    ),
    "no image for the platform": byState(notFound, "ErrImagePull", "no match for platform in manifest"),
    "no manifest for the platform": byState(notFound, "ErrImagePull", "no matching manifest for linux/arm64"),
    "another reason of a pull": byState(notFound, "ImageInspectError", "Not Found"),
    "an Event, where the state tells of the back-off alone": byEvent(notFound, `${pull}manifest unknown`),
  },
  lets: {
    "a pod that nobody saw": unseen,
    "a container that ran": started,
    "a container that ended": ended,
    "a pull that may still succeed": tooEarly(waits("ErrImagePull", "not found")),
    "another reason to wait": {
      evidence: expired(waits("ContainerCreating", "not found")),
      because: "no pull message says that the image does not exist",
    },
    "a pull that failed for the network": {
      evidence: expired(waits("ErrImagePull", "dial tcp: i/o timeout")),
      because: "no pull message says that the image does not exist",
    },
    "a pull that says nothing": {
      evidence: expired(waits("ErrImagePull")),
      because: "no pull message says that the image does not exist",
    },
    "an image that is called so": {
      evidence: expired(
        waits("ErrImagePull", 'pulling "registry.invalid/manifest unknown/not found:1": i/o timeout'),
      ),
      because: "no pull message says that the image does not exist",
    },
    "an image that is called so, without quotes": {
      evidence: expired(
        waits("ErrImagePull", "pulling registry.invalid/not-found/not:found failed: i/o timeout"),
      ),
      because: "no pull message says that the image does not exist",
    },
    "an Event of the back-off that says nothing either": {
      evidence: expired(waits("ImagePullBackOff", backOff), [
        { reason: "Failed", message: "Error: ErrImagePull" },
      ]),
      because: "no pull message says that the image does not exist",
    },
    "an Event of another pod": {
      evidence: expired(waits("ImagePullBackOff", backOff), [
        {
          reason: "Failed",
          message: "manifest unknown",
          about: { kind: "Pod", name: "run-2-y", uid: "other" },
        },
      ]),
      because: "no pull message says that the image does not exist",
    },
  },
});

const denied = "The registry denied the pull";
testRule("image-auth", {
  code: "image_auth",
  decides: {
    "credentials that the registry wants": byState(denied, "ErrImagePull", "401 Unauthorized"),
    "a pull that is denied": byState(denied, "ImagePullBackOff", "pull access denied", {
      competing: ["image_pull_failed", "start_timeout"],
    }),
    "a registry that asks who we are": byState(denied, "ErrImagePull", "authentication required"),
    "a registry of a cloud": byState(denied, "ErrImagePull", "no basic auth credentials"),
    "an Event, where the state tells of the back-off alone": byEvent(denied, `${pull}unauthorized`),
  },
  lets: {
    "a pod that nobody saw": unseen,
    "a container that ran": started,
    "a container that ended": ended,
    "a secret that may still be filled": tooEarly(waits("ErrImagePull", "unauthorized")),
    "another reason to wait": {
      evidence: expired(waits("CreateContainerError", "permission denied")),
      because: "no pull message says unauthorized or denied",
    },
    "a pull that failed for the network": {
      evidence: expired(waits("ErrImagePull", "TLS handshake timeout")),
      because: "no pull message says unauthorized or denied",
    },
    "an image that is called so": {
      evidence: expired(
        waits("ErrImagePull", 'pulling "registry.invalid/denied/unauthorized:1": i/o timeout'),
      ),
      because: "no pull message says unauthorized or denied",
    },
  },
});

const notPulled = "The image could not be pulled";
testRule("image-pull-failed", {
  code: "image_pull_failed",
  decides: {
    "a network that fails": byState(notPulled, "ErrImagePull", "dial tcp: i/o timeout", {
      competing: ["start_timeout"],
    }),
    "the back-off": byState(notPulled, "ImagePullBackOff", backOff),
    "a rate limit of the registry": byState(notPulled, "ErrImagePull", "429 toomanyrequests"),
    "a registry that is down": byState(notPulled, "RegistryUnavailable"),
    "a signature that is not valid": byState(notPulled, "SignatureValidationFailed"),
    "an image that the node can't read": byState(notPulled, "ImageInspectError"),
  },
  lets: {
    "a pod that nobody saw": unseen,
    "a container that ran": started,
    "a container that ended": ended,
    "a pull that may still succeed": tooEarly(waits("ErrImagePull", "dial tcp: i/o timeout")),
    "another reason to wait": {
      evidence: expired(waits("ContainerCreating")),
      because: "no image pull is failing",
    },
  },
});

const unconfigured = "The container can't be configured";
testRule("container-config-error", {
  code: "container_config_error",
  decides: {
    "a Secret that is missing": byState(
      unconfigured,
      "CreateContainerConfigError",
      'secret "agent-token" not found',
      {
        competing: ["start_timeout"],
      },
    ),
    "a reason without a message": byState(unconfigured, "CreateContainerConfigError"),
    "settings that the runtime rejects": byState(unconfigured, "CreateContainerError", "invalid mount"),
  },
  lets: {
    "a pod that nobody saw": unseen,
    "a container that ran": started,
    "a container that ended": ended,
    "a Secret that may still be created": tooEarly(
      waits("CreateContainerConfigError", 'secret "x" not found'),
    ),
    "another reason to wait": {
      evidence: expired(waits("ContainerCreating", 'secret "x" not found')),
      because: "the container's configuration is not the hindrance",
    },
    "a runtime that is slow": {
      evidence: expired(waits("CreateContainerError", "context deadline exceeded")),
      because: "the container's configuration is not the hindrance",
    },
    "a name that the runtime has not freed yet": {
      evidence: expired(waits("CreateContainerError", 'name "k8s_agent" is reserved for "4f"')),
      because: "the container's configuration is not the hindrance",
    },
  },
});

const notMounted = "A volume could not be mounted";
const mount: EventShape = { reason: "FailedMount", message: 'MountVolume.SetUp failed for volume "creds"' };
const byMount = [
  ["events.value.0.reason", "FailedMount"],
  ["events.value.0.message", 'MountVolume.SetUp failed for volume "creds"'],
  fired,
] as const;

testRule("volume-unavailable", {
  code: "volume_unavailable",
  decides: {
    "a volume that can't be mounted": {
      evidence: expired(waits("ContainerCreating"), [mount]),
      confidence: "confirmed",
      summary: `${notMounted} (FailedMount): MountVolume.SetUp failed for volume "creds"`,
      claims: byMount,
      competing: ["start_timeout"],
    },
    "the same behind an init container": {
      evidence: expired(waits("PodInitializing"), [mount]),
      confidence: "confirmed",
      summary: `${notMounted} (FailedMount): MountVolume.SetUp failed for volume "creds"`,
      claims: byMount,
    },
    "the same before any container has a status": {
      evidence: expired({ agent: null }, [mount]),
      confidence: "confirmed",
      summary: `${notMounted} (FailedMount): MountVolume.SetUp failed for volume "creds"`,
      claims: byMount,
    },
    "a volume that another node holds, by the newest Event": {
      evidence: expired(waits("ContainerCreating"), [
        mount,
        { reason: "FailedAttachVolume", message: "Multi-Attach error", at: 40 },
      ]),
      confidence: "confirmed",
      summary: `${notMounted} (FailedAttachVolume): Multi-Attach error`,
      claims: [
        ["events.value.1.reason", "FailedAttachVolume"],
        ["events.value.1.message", "Multi-Attach error"],
        fired,
      ],
    },
  },
  lets: {
    "a pod that nobody saw": unseen,
    "a container that ran": started,
    "a container that ended": ended,
    "a volume that may still come": tooEarly(waits("ContainerCreating"), [mount]),
    "Events that tell of something else": {
      evidence: expired(waits("ContainerCreating"), [{ reason: "FailedCreatePodSandBox" }]),
      because: "no Event tells of a volume",
    },
    "a mount that failed before the image was pulled": {
      evidence: expired(waits("ErrImagePull"), [mount]),
      because: "no Event tells of a volume",
    },
    "a mount of another pod": {
      evidence: expired(waits("ContainerCreating"), [{ ...mount, about: { kind: "Pod", name: "other" } }]),
      because: "no Event tells of a volume",
    },
    "a warning about the node": {
      evidence: expired(waits("ContainerCreating"), [{ ...mount, about: "Node" }]),
      because: "no Event tells of a volume",
    },
  },
});

const sandbox: EventShape = { reason: "FailedCreatePodSandBox", message: "failed to setup network" };

testRule("sandbox-failed", {
  code: "sandbox_failed",
  decides: {
    "a network that the node could not set up": {
      evidence: expired(waits("ContainerCreating"), [sandbox]),
      confidence: "confirmed",
      summary: "The pod's sandbox could not be created (FailedCreatePodSandBox): failed to setup network",
      claims: [
        ["events.value.0.reason", "FailedCreatePodSandBox"],
        ["events.value.0.message", "failed to setup network"],
        fired,
      ],
      competing: ["start_timeout"],
    },
  },
  lets: {
    "a pod that nobody saw": unseen,
    "a container that ran": started,
    "a container that ended": ended,
    "a network that may still come": tooEarly(waits("ContainerCreating"), [sandbox]),
    "Events that tell of something else": {
      evidence: expired(waits("ContainerCreating"), [mount]),
      because: "no Event tells of the sandbox",
    },
    "a sandbox that was made in the end": {
      evidence: expired(waits("CreateContainerConfigError"), [sandbox]),
      because: "no Event tells of the sandbox",
    },
  },
});

const notExecutable = 'exec: "/no/such/binary": stat /no/such/binary: no such file or directory';

testRule("entrypoint-invalid", {
  code: "entrypoint_invalid",
  decides: {
    "a command that containerd could not start, at sight": {
      evidence: pending({
        phase: "Failed",
        agent: terminated(128, "StartError", { message: notExecutable, startedAt: "1970-01-01T00:00:00Z" }),
      }),
      confidence: "confirmed",
      summary: `The container's command could not be started: ${notExecutable}`,
      claims: [
        ["pod.value.agent.state.reason", "StartError"],
        ["pod.value.agent.state.message", notExecutable],
      ],
      competing: ["exited"],
    },
    "the same on older runtimes, without a message": {
      evidence: pending({ phase: "Failed", agent: terminated(127, "ContainerCannotRun") }),
      confidence: "confirmed",
      summary: "The container's command could not be started: no message",
      claims: [["pod.value.agent.state.reason", "ContainerCannotRun"]],
    },
    "a container that waits for its runtime": {
      evidence: pending(waits("RunContainerError", "failed to start")),
      confidence: "confirmed",
      summary: "The container's command could not be started: failed to start",
      claims: [
        ["pod.value.agent.state.reason", "RunContainerError"],
        ["pod.value.agent.state.message", "failed to start"],
      ],
    },
    "the last end of a container that is restarted": {
      evidence: pending({
        agent: waiting("CrashLoopBackOff", "back-off 10s"),
        last: terminated(128, "StartError", { message: notExecutable }),
      }),
      confidence: "confirmed",
      summary: `The container's command could not be started: ${notExecutable}`,
      claims: [
        ["pod.value.agent.lastTerminated.reason", "StartError"],
        ["pod.value.agent.lastTerminated.message", notExecutable],
      ],
    },
  },
  lets: {
    "a pod that nobody saw": { ...unseen, because: "the command could be executed" },
    "a container that ran and failed": { ...ended, because: "the command could be executed" },
    "exit 128 of the agent's own": {
      evidence: pending({ phase: "Failed", agent: terminated(128, "Error", { message: notExecutable }) }),
      because: "the command could be executed",
    },
    "another reason to wait": {
      evidence: expired(waits("CreateContainerError", "failed to start")),
      because: "the command could be executed",
    },
  },
});

const setup = (state: ReturnType<typeof terminated>) => [
  { name: "fetch", state: terminated(0, "Completed") },
  { name: "setup", state },
];

testRule("init-failed", {
  code: "init_failed",
  decides: {
    "an init container that failed, which the pod does not outlive": {
      evidence: pending({
        phase: "Failed",
        ...waits("PodInitializing"),
        inits: setup(terminated(3, "Error", { message: "no checkout" })),
      }),
      confidence: "confirmed",
      summary: "Init container setup failed with exit 3 (Error).",
      claims: [
        ["pod.value.initContainers.1.name", "setup"],
        ["pod.value.initContainers.1.state.exitCode", "3"],
        ["pod.value.initContainers.1.state.reason", "Error"],
        ["pod.value.initContainers.1.state.message", "no checkout"],
      ],
      competing: [],
    },
    "one that ran out of memory, while the pod still waits": {
      evidence: pending({ ...waits("PodInitializing"), inits: setup(terminated(137, "OOMKilled")) }),
      confidence: "confirmed",
      summary: "Init container setup failed with exit 137 (SIGKILL) (OOMKilled).",
      claims: [
        ["pod.value.initContainers.1.name", "setup"],
        ["pod.value.initContainers.1.state.exitCode", "137"],
        ["pod.value.initContainers.1.state.reason", "OOMKilled"],
      ],
    },
    "one that gives no reason": {
      evidence: pending({
        ...waits("PodInitializing"),
        inits: setup({ terminated: { exitCode: 1 } }),
      }),
      confidence: "confirmed",
      summary: "Init container setup failed with exit 1.",
      claims: [
        ["pod.value.initContainers.1.name", "setup"],
        ["pod.value.initContainers.1.state.exitCode", "1"],
      ],
    },
  },
  lets: {
    "a pod that nobody saw": unseen,
    "a container that ran": started,
    "a container that ended": ended,
    "init containers that went well": {
      evidence: pending({ ...waits("PodInitializing"), inits: setup(terminated(0, "Completed")) }),
      because: "no init container failed",
    },
    "an init container that still runs": {
      evidence: pending({ ...waits("PodInitializing"), inits: setup(running()) }),
      because: "no init container failed",
    },
    "a native sidecar that crashed, which is restarted": {
      evidence: pending({
        ...waits("PodInitializing"),
        nativeSidecars: [{ name: "proxy", state: terminated(1, "Error") }],
      }),
      because: "no init container failed",
    },
    "an init container that went down with its pod": {
      evidence: pending({
        phase: "Failed",
        reason: "Evicted",
        ...waits("PodInitializing"),
        inits: setup(terminated(137, "Error")),
      }),
      because: "the pod as a whole was ended from outside",
    },
    "an init container that was disrupted": {
      evidence: pending({
        phase: "Failed",
        ...waits("PodInitializing"),
        conditions: [disruption("PreemptionByScheduler")],
        inits: setup(terminated(143, "Error")),
      }),
      because: "the pod as a whole was ended from outside",
    },
  },
});

describe("a pod that waits", () => {
  test.each(["ImagePullBackOff", "CreateContainerConfigError", "ContainerCreating", "PodInitializing"])(
    "for %s is starting, as long as no deadline of ours has fired",
    (reason) => {
      expect(classify(pending(waits(reason)))).toMatchObject({ code: "starting", outcome: "unsettled" });
    },
  );

  test("and whose pod was ended as a whole did not end for what it waited for", () => {
    const shape = { phase: "Failed", reason: "Evicted", agent: null };
    expect(classify(pending(shape, [mount])).code).toBe("evicted");
    expect(classify(pending(shape)).code).toBe("evicted");
  });
});
