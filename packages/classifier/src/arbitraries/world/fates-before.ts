import type { Code } from "../../codes.ts";
import type { CreateAnswer, Intent } from "../../evidence.ts";
import type { PodFacts } from "../../pod-facts.ts";
import { called, type FateRow, type Happening, untouched } from "./happening.ts";
import {
  condition,
  deletingPod,
  endedPod,
  endedState,
  eventOf,
  activeJob,
  failedJob,
  failedPod,
  newJob,
  takenAt,
  unscheduledPod,
  waitingPod,
} from "./objects.ts";
import type { RunPlan } from "./plan.ts";

/** Fates before the agent's first breath: no Job, no pod, or a pod whose agent container never starts. */

function refused(code: Code, answer: Partial<CreateAnswer>): FateRow {
  const create: CreateAnswer = { outcome: "rejected", http: null, reason: null, message: null, ...answer };
  return {
    words: ["nothing"],
    happens: () => ({ ...untouched, agent: "never-started", create, ...called(code) }),
  };
}

function blocked(reason: Code): FateRow {
  return refused(reason, { outcome: "blocked", reason });
}

export const REFUSALS: Readonly<Record<string, FateRow>> = {
  "another run is alive": blocked("concurrent_run_blocked"),
  "an orphan of an unknown task": blocked("orphan_task_unknown"),
  "an orphan of another session": blocked("orphan_session_mismatch"),
  "the guard cannot look": blocked("guard_unreachable"),
  "the agent id is empty": blocked("agent_id_invalid"),
  "the Secret is refused": blocked("secret_create_failed"),
  "the name is taken": refused("name_conflict", { outcome: "conflict", http: 409, reason: "AlreadyExists" }),
  "the token is stale": refused("unauthenticated", {
    http: 401,
    reason: "Unauthorized",
    message: "Unauthorized",
  }),
  "the API server is busy": refused("api_unavailable", { http: 429, reason: "TooManyRequests" }),
  "the API server is not there": refused("api_unavailable", {
    message: "connect ECONNREFUSED 192.0.2.1:443",
  }),
  "a webhook is down": refused("api_unavailable", {
    http: 500,
    message:
      'Internal error occurred: failed calling webhook "policy.example.invalid": no endpoints available',
  }),
  "the namespace is gone": refused("namespace_gone", { http: 404, message: 'namespaces "agents" not found' }),
  "the quota is used up": refused("quota_exceeded", {
    http: 403,
    message: "exceeded quota: jobs, used: 5, limited: 5",
  }),
  "a policy says no": refused("admission_denied", {
    http: 403,
    message: 'admission webhook "policy.example.invalid" denied the request: no',
  }),
  "the Job is invalid": refused("job_rejected", {
    http: 422,
    reason: "Invalid",
    message: "spec.template: Required value",
  }),
  "RBAC says no": refused("forbidden", {
    http: 403,
    message: 'jobs.batch is forbidden: User "runner" cannot create resource "jobs"',
  }),
};

/** Our start deadline, and what we do when it fires. */
function deadline(plan: RunPlan, phase: "schedule" | "start"): readonly Intent[] {
  return plan.gaveUp ? [{ kind: "deadline", phase, at: takenAt(plan), by: "runner" }] : [];
}

function unmade(code: Code, reason: string, message: string): FateRow {
  return {
    words: ["nothing"],
    happens: (plan) => ({
      ...untouched,
      agent: "never-started",
      jobs: [newJob(plan)],
      jobExists: true,
      events: [eventOf(plan, "Job", reason, message, plan.createdAt + 1000)],
      intents: deadline(plan, "schedule"),
      codes: code === "pod_never_created" && !plan.gaveUp ? ["starting"] : [code],
      codesWithoutEvents: plan.gaveUp ? ["pod_never_created"] : ["starting"],
    }),
  };
}

const quota = "is forbidden: exceeded quota: compute, requested: cpu=1, used: cpu=4, limited: cpu=4";
const policy = 'is forbidden: violates PodSecurity "restricted:latest": runAsNonRoot != true';

/** The answer to the create is lost: the Job may be there all the same. */
function lostAnswer(made: boolean): FateRow {
  const create: CreateAnswer = { outcome: "unknown", http: null, reason: null, message: "socket hang up" };
  return {
    words: ["nothing"],
    happens: (plan) => ({
      ...untouched,
      agent: "never-started",
      jobs: made ? [newJob(plan)] : [],
      jobExists: made,
      create,
      ...called(made ? "starting" : "api_unavailable"),
    }),
  };
}

export const UNMADE: Readonly<Record<string, FateRow>> = {
  "the answer is lost and the Job too": lostAnswer(false),
  "the answer is lost and the Job is there": lostAnswer(true),
  "the pod is over quota": unmade("quota_exceeded", "FailedCreate", `Error creating: pods "x" ${quota}`),
  "the pod is against policy": unmade(
    "admission_denied",
    "FailedCreate",
    `Error creating: pods "x" ${policy}`,
  ),
  "no pod appears": unmade("pod_never_created", "Progressing", "nothing that anybody knows"),
  "it was created suspended": {
    words: ["nothing"],
    happens: (plan) => ({
      ...untouched,
      agent: "never-started",
      jobs: [{ ...newJob(plan), suspended: true, startedAt: null }],
      jobExists: true,
      ...called("starting"),
    }),
  },
};

interface Stuck {
  readonly code: Code;
  /** Waiting can't heal it. */
  readonly final?: true;
  readonly phase?: "schedule" | "start";
  readonly pod: (plan: RunPlan) => PodFacts;
  /** Events about the pod, oldest first. */
  readonly events?: readonly (readonly [reason: string, message: string])[];
  /** What it is called when nobody saw the Events, and we gave up. */
  readonly withoutEvents?: Code;
}

function stuck({ code, final, phase = "start", pod, events = [], withoutEvents = code }: Stuck): FateRow {
  return {
    words: ["nothing"],
    happens: (plan) => {
      const over = final === true || plan.gaveUp;
      const last = pod(plan);
      const gone = plan.gaveUp && plan.cleaned === "by us";
      return {
        ...untouched,
        agent: "never-started",
        pods: [unscheduledPod(plan), last, ...(gone ? [deletingPod(last, takenAt(plan) + 1000)] : [])],
        podExists: !gone,
        jobs: [newJob(plan), activeJob(plan)],
        jobExists: !gone,
        events: events.map(([reason, message]) =>
          eventOf(plan, "Pod", reason, message, plan.createdAt + 2000),
        ),
        intents: deadline(plan, phase),
        codes: [over ? code : "starting"],
        codesWithoutEvents: [over ? (final === true ? code : withoutEvents) : "starting"],
      };
    },
  };
}

const image = "example.invalid/agents/claude:1";

/** The pod waits for its image; the state says why, or only that it backs off, and then only an Event says why. */
function pulling(code: Code, why: string): Readonly<Record<string, FateRow>> {
  const failed = `failed to pull and unpack image "${image}": ${why}`;
  const events = [
    ["Failed", `Failed to pull image "${image}": ${failed}`],
    // The kubelet writes a second Event of the same reason in the same second.
    ["Failed", "Error: ErrImagePull"],
    ["BackOff", `Back-off pulling image "${image}"`],
    ["Failed", "Error: ImagePullBackOff"],
  ] as const;
  return {
    [`${code}, told by the state`]: stuck({
      code,
      events,
      pod: (plan) => waitingPod(plan, "ErrImagePull", failed),
    }),
    [`${code}, told by an Event`]: stuck({
      code,
      events,
      withoutEvents: "image_pull_failed",
      pod: (plan) => waitingPod(plan, "ImagePullBackOff", `Back-off pulling image "${image}"`),
    }),
  };
}

export const STUCK: Readonly<Record<string, FateRow>> = {
  "no node takes it": stuck({
    code: "unschedulable",
    phase: "schedule",
    pod: (plan) => ({
      ...unscheduledPod(plan),
      conditions: [
        condition(
          "PodScheduled",
          "Unschedulable",
          "0/3 nodes are available: 3 Insufficient cpu.",
          plan.createdAt,
          "False",
        ),
      ],
    }),
  }),
  "the image name is invalid": stuck({
    code: "image_invalid",
    final: true,
    pod: (plan) => waitingPod(plan, "InvalidImageName", 'couldn\'t parse image name "a b"'),
  }),
  ...pulling("image_not_found", `failed to resolve reference "${image}": ${image}: not found`),
  ...pulling("image_auth", "pull access denied, repository does not exist or may require authorization"),
  ...pulling("image_pull_failed", "dial tcp 192.0.2.7:443: i/o timeout"),
  "its Secret is missing": stuck({
    code: "container_config_error",
    pod: (plan) => waitingPod(plan, "CreateContainerConfigError", 'secret "agent-env" not found'),
  }),
  "its volume is missing": stuck({
    code: "volume_unavailable",
    withoutEvents: "start_timeout",
    pod: (plan) => waitingPod(plan),
    events: [["FailedMount", 'MountVolume.SetUp failed for volume "env" : secret "agent-env" not found']],
  }),
  "its volume hangs on another node": stuck({
    code: "volume_unavailable",
    withoutEvents: "start_timeout",
    pod: (plan) => waitingPod(plan),
    events: [["FailedAttachVolume", 'Multi-Attach error for volume "pvc-1"']],
  }),
  "its sandbox fails": stuck({
    code: "sandbox_failed",
    withoutEvents: "start_timeout",
    pod: (plan) => waitingPod(plan),
    events: [["FailedCreatePodSandBox", "Failed to create pod sandbox: no IP addresses available"]],
  }),
  "nobody knows what it waits for": stuck({
    code: "start_timeout",
    pod: (plan) => waitingPod(plan, "PodInitializing"),
  }),
  "its command cannot be run by the runtime": stuck({
    code: "entrypoint_invalid",
    final: true,
    pod: (plan) =>
      waitingPod(plan, "RunContainerError", 'exec: "/no/such/binary": no such file or directory'),
  }),
};

/** The pod is over, and its agent container never ran. */
function stillborn(code: Code, pod: (plan: RunPlan) => PodFacts): FateRow {
  return {
    words: ["nothing"],
    happens: (plan): Happening => {
      const kept = plan.cleaned !== "by the cluster";
      return {
        ...untouched,
        agent: "never-started",
        pods: [unscheduledPod(plan), waitingPod(plan), pod(plan)],
        podExists: kept,
        jobs: [newJob(plan), activeJob(plan), failedJob(plan, plan.createdAt + 3000)],
        jobExists: kept,
        ...called(code),
      };
    },
  };
}

export const STILLBORN: Readonly<Record<string, FateRow>> = {
  "its init container fails": stillborn("init_failed", (plan) => {
    const pod = waitingPod({ ...plan, initContainer: true }, "PodInitializing");
    const at = plan.createdAt + 2000;
    const initContainers = pod.initContainers.map((init) => ({ ...init, state: endedState(3, at) }));
    return { ...pod, phase: "Failed", initContainers };
  }),
  "its node rejects it": stillborn("node_rejected", (plan) => ({
    ...unscheduledPod(plan),
    nodeName: plan.names.node,
    phase: "Failed",
    reason: "OutOfcpu",
    message: "Pod was rejected: Node didn't have enough resource: cpu",
  })),
  "its command does not exist": stillborn("entrypoint_invalid", (plan) => {
    const at = plan.createdAt + 2000;
    const said = 'exec: "/no/such/binary": stat /no/such/binary: no such file or directory';
    const pod = endedPod(
      { ...plan, sidecars: [] },
      { exitCode: 128, reason: "StartError", message: said, at },
    );
    return failedPod(pod, null, null, at);
  }),
};
