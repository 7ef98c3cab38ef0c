import type { Code } from "../../codes.ts";
import type { Intent } from "../../evidence.ts";
import type { JobFacts } from "../../job-facts.ts";
import type { PodFacts } from "../../pod-facts.ts";
import { called, type FateRow, type Happening, untouched } from "./happening.ts";
import {
  activeJob,
  completeJob,
  condition,
  deletingPod,
  disruptedPod,
  type Ending,
  endedPod,
  eventOf,
  failedJob,
  failedPod,
  losingSight,
  newJob,
  runningPod,
  startedAt,
  takenAt,
  unscheduledPod,
  waitingPod,
} from "./objects.ts";
import type { RunPlan } from "./plan.ts";
import type { WordsKind } from "./words.ts";

/** Fates of an agent that started: it runs, it ends by itself, something takes its container, or we end it. */

function alive(code: Code, change: Partial<Happening> = {}): (plan: RunPlan) => Happening {
  return (plan) => ({
    ...untouched,
    agent: "running",
    pods: [unscheduledPod(plan), waitingPod(plan), runningPod(plan)],
    podExists: true,
    jobs: [newJob(plan), activeJob(plan)],
    jobExists: true,
    ...called(code),
    ...change,
  });
}

export const ALIVE: Readonly<Record<string, FateRow>> = {
  "it runs": { words: ["nothing", "plain-text", "cut", "finished", "failed"], happens: alive("running") },
  "it runs and says nothing": {
    words: ["nothing"],
    happens: (plan) => {
      const fired: Intent = { kind: "deadline", phase: "first_output", at: takenAt(plan), by: "runner" };
      return alive(plan.gaveUp ? "no_first_output" : "running", { intents: plan.gaveUp ? [fired] : [] })(
        plan,
      );
    },
  },
  "it starts when we have given up on it": {
    words: ["nothing", "cut"],
    happens: (plan) => {
      const fired: Intent = { kind: "deadline", phase: "start", at: startedAt(plan) - 1000, by: "runner" };
      return alive("running", { intents: [fired] })(plan);
    },
  },
  "its node is out of reach": {
    words: ["cut"],
    happens: (plan) => {
      const said = "Taint manager: deleting due to NoExecute taint";
      const marked = disruptedPod(runningPod(plan), "DeletionByTaintManager", said, takenAt(plan));
      const pods = [unscheduledPod(plan), runningPod(plan), deletingPod(marked, takenAt(plan))];
      return alive("running", { pods })(plan);
    },
  },
  "its end is not published yet": {
    words: ["cut"],
    happens: (plan) => ({
      ...alive("settling", { pods: [runningPod(plan), { ...runningPod(plan), phase: "Failed" }] })(plan),
      agent: "ended",
      exitCode: 1,
      endedAt: takenAt(plan),
    }),
  },
};

function ended(plan: RunPlan, ending: Ending, change: Partial<Happening> = {}): Happening {
  const pod = endedPod(plan, ending);
  const over = pod.phase !== "Running";
  const done = ending.exitCode === 0 ? completeJob(plan, ending.at + 1000) : failedByItself(plan, ending);
  return {
    ...untouched,
    agent: "ended",
    pods: [unscheduledPod(plan), waitingPod(plan), runningPod(plan), pod],
    podExists: plan.cleaned === "not yet",
    jobs: [newJob(plan), activeJob(plan), ...(over ? [done] : [])],
    jobExists: plan.cleaned === "not yet",
    intents: tornDown(plan, ending.at),
    exitCode: ending.exitCode,
    endedAt: ending.at,
    codes: null,
    codesWithoutEvents: null,
    ...change,
  };
}

function failedByItself(plan: RunPlan, { at, exitCode }: Ending): JobFacts {
  if (!plan.policy) return failedJob(plan, at + 1000);
  const { agent, namespace, pod } = plan.names;
  const rule = `failed with exit code ${exitCode} matching FailJob rule at index 0`;
  return failedJob(
    plan,
    at + 1000,
    "PodFailurePolicy",
    `Container ${agent} for pod ${namespace}/${pod} ${rule}`,
  );
}

function tornDown(plan: RunPlan, endedAt: number): readonly Intent[] {
  const at = endedAt + 6000;
  return plan.cleaned === "by us" ? [{ kind: "teardown", phase: "drain", at, by: "runner" }] : [];
}

/** It ended by itself; what came over the pod after that, because a sidecar kept it alive, is not why. */
function exits(
  words: readonly WordsKind[],
  codeOf: (own: number) => number,
  lastWords: readonly string[] = [],
): FateRow {
  return {
    words,
    happens: (plan, own) => {
      const at = takenAt(plan);
      const happening = ended(plan, { exitCode: codeOf(own), at }, { lastWords });
      const late = at + 8000;
      if (plan.afterwards === "cancelled") {
        const cancel: Intent = { kind: "cancel", phase: null, at: late, by: "user" };
        return { ...happening, intents: [...happening.intents, cancel] };
      }
      if (plan.afterwards !== "drained") return happening;
      const drained = disruptedPod(
        endedPod(plan, { exitCode: codeOf(own), at }),
        "EvictionByEvictionAPI",
        "Eviction API: evicting",
        late,
      );
      return { ...happening, pods: [...happening.pods, deletingPod(drained, late)] };
    },
  };
}

const own = (exitCode: number): number => exitCode;
const heap = "FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory";

export const EXITS: Readonly<Record<string, FateRow>> = {
  "it finishes": exits(["finished"], own),
  "it finishes with an unclean exit": exits(["finished"], () => 1),
  "it fails": exits(["failed"], own),
  "it ends without a result": exits(["cut", "begun", "nothing", "plain-text"], () => 0),
  "its model answers nothing": exits(["empty"], own),
  "it refuses to start": exits(["plain-text", "nothing"], () => 1),
  "its shell does not find it": exits(["plain-text", "nothing"], () => 127),
  "it gives up midway": exits(["cut", "begun"], () => 1),
  "its entrypoint fails": exits(["plain-text", "nothing", "cut"], () => 3),
  "it crashes": exits(["cut", "nothing"], () => 139),
  "its heap is full": exits(["cut"], () => 134, ["<--- Last few GCs --->", heap]),
  "a signal nobody owns up to kills it": exits(["cut", "nothing"], () => 137),
  "a signal nobody owns up to stops it": exits(["cut", "nothing"], () => 143),
  "timeout(1) stops it": exits(["cut"], () => 124),
};

const CUT: readonly WordsKind[] = ["cut", "cut", "cut", "nothing", "finished", "failed"];

/** What a stop signal makes of it. */
function stopped(plan: RunPlan): Ending {
  const at = takenAt(plan) + plan.dyingMs;
  return { exitCode: plan.stubborn ? 137 : 143, at };
}

function oom(
  limited: boolean,
  reason: string,
  codes: Pick<Happening, "codes" | "codesWithoutEvents">,
  ofNode: boolean,
): FateRow {
  return {
    words: CUT,
    happens: (drawn) => {
      const plan = limited ? drawn : { ...drawn, memoryLimit: null };
      const at = takenAt(plan);
      const said = "System OOM encountered, victim process: node, pid: 4242";
      const events = ofNode ? [eventOf(plan, "Node", "SystemOOM", said, at)] : [];
      return ended(plan, { exitCode: 137, reason, at }, { ...codes, events });
    },
  };
}

type Over = readonly [reason: string, message: string];

interface Taking {
  readonly code: Code;
  /** What the cluster writes on the pod when it begins. */
  readonly mark: (pod: PodFacts, plan: RunPlan) => PodFacts;
  /** The phase of the pod in the end is Failed, with this reason and message. */
  readonly over?: Over | ((plan: RunPlan) => Over);
  /** The object stays until somebody removes it. */
  readonly stays: boolean;
  readonly job?: (plan: RunPlan) => JobFacts;
}

/** Something takes the pod: a mark, then the stop signal, then the end; the object may vanish. */
function taken({ code, mark, over, stays, job }: Taking): FateRow {
  return {
    words: CUT,
    happens: (plan) => {
      const ending = stopped(plan);
      const [reason, message] = (typeof over === "function" ? over(plan) : over) ?? [null, null];
      const last = mark(endedPod(plan, ending), plan);
      const failed = failedPod(last, reason, message, ending.at);
      const lost = over !== undefined && plan.unknownEnd ? losingSight(failed) : failed;
      const pods = [
        unscheduledPod(plan),
        waitingPod(plan),
        runningPod(plan),
        mark(runningPod(plan), plan),
        lost,
      ];
      const exists = stays && plan.cleaned === "not yet";
      const done = job?.(plan) ?? failedJob(plan, ending.at + 1000);
      return {
        ...ended(plan, ending, called(code)),
        pods,
        podExists: exists,
        jobs: [newJob(plan), activeJob(plan), done],
        intents: tornDown(plan, ending.at),
        toldByJob: job !== undefined,
      };
    },
  };
}

function disruption(code: Code, reason: string, message: string, deleted: boolean): FateRow {
  return taken({
    code,
    stays: false,
    mark: (pod, plan) => {
      const marked = disruptedPod(pod, reason, message, takenAt(plan));
      return deleted ? deletingPod(marked, takenAt(plan)) : marked;
    },
  });
}

const low = "The node was low on resource: memory. Threshold quantity: 22Gi, available: 22531432Ki.";
const shutdown = "Pod was terminated in response to imminent node shutdown.";
const disk = "Pod ephemeral local storage usage exceeds the total limit of containers 1Gi.";

function byKubelet(pod: PodFacts, plan: RunPlan, message: string): PodFacts {
  return disruptedPod(pod, "TerminationByKubelet", message, takenAt(plan));
}

export const TAKEN: Readonly<Record<string, FateRow>> = {
  "it passes its memory limit": oom(true, "OOMKilled", called("oom_killed"), false),
  "it has no memory limit and the node is full": oom(false, "OOMKilled", called("oom_node"), false),
  "the node is full and only an Event says so": oom(
    true,
    "Error",
    { codes: ["oom_node"], codesWithoutEvents: ["killed"] },
    true,
  ),
  "it passes its disk limit": taken({
    code: "disk_limit_exceeded",
    mark: (pod) => pod,
    over: ["Evicted", disk],
    stays: true,
  }),
  "its container passes its disk limit": taken({
    code: "disk_limit_exceeded",
    mark: (pod) => pod,
    over: ({ names }) => [
      "Evicted",
      `Container ${names.agent} exceeded its local ephemeral storage limit "64Mi". `,
    ],
    stays: true,
  }),
  "the node is under pressure": taken({
    code: "evicted",
    mark: (pod, plan) => byKubelet(pod, plan, low),
    over: ["Evicted", low],
    stays: true,
  }),
  "the node shuts down": taken({
    code: "node_shutdown",
    mark: (pod, plan) => byKubelet(pod, plan, shutdown),
    over: ["Terminated", shutdown],
    stays: true,
  }),
  "a more important pod comes": disruption(
    "preempted",
    "PreemptionByScheduler",
    "scheduler: preempting",
    true,
  ),
  "the node is drained": disruption("drained", "EvictionByEvictionAPI", "Eviction API: evicting", true),
  "the node is tainted": disruption(
    "node_tainted",
    "DeletionByTaintManager",
    "Taint manager: deleting",
    true,
  ),
  "the node vanishes": {
    words: CUT,
    happens: (plan) => {
      const marked = disruptedPod(
        runningPod(plan),
        "DeletionByPodGC",
        "PodGC: node no longer exists",
        takenAt(plan),
      );
      const pods = [unscheduledPod(plan), waitingPod(plan), runningPod(plan), { ...marked, phase: "Failed" }];
      const quiet = { ...plan, policy: false };
      return { ...ended(quiet, stopped(plan), called("node_lost")), pods, podExists: false };
    },
  },
  "the runtime loses it": {
    words: CUT,
    happens: (plan) => {
      const lost = endedPod(plan, { exitCode: 255, reason: "Unknown", at: takenAt(plan) });
      const end = { exitCode: 255, at: takenAt(plan) };
      return {
        ...ended(plan, end, called("runtime_lost")),
        pods: [unscheduledPod(plan), waitingPod(plan), runningPod(plan), lost],
      };
    },
  },
  "somebody deletes the pod": taken({
    code: "deleted_externally",
    mark: (pod, plan) => deletingPod(pod, takenAt(plan)),
    stays: false,
  }),
  "somebody deletes the Job": taken({
    code: "deleted_externally",
    mark: (pod, plan) => deletingPod(pod, takenAt(plan)),
    stays: false,
    job: (plan) => ({ ...activeJob(plan), deletionRequestedAt: takenAt(plan) }),
  }),
  "somebody suspends the Job": {
    words: CUT,
    happens: (plan) => {
      const ending = stopped(plan);
      const going = deletingPod(runningPod(plan), takenAt(plan));
      const last = deletingPod(endedPod(plan, ending), takenAt(plan));
      const suspended: JobFacts = {
        ...newJob(plan),
        suspended: true,
        startedAt: null,
        conditions: [condition("Suspended", "JobSuspended", "Job suspended", takenAt(plan))],
      };
      return {
        ...ended({ ...plan, cleaned: "not yet" }, ending, called("suspended_externally")),
        pods: [unscheduledPod(plan), waitingPod(plan), runningPod(plan), going, last],
        podExists: false,
        jobs: [newJob(plan), activeJob(plan), suspended],
        jobExists: true,
        toldByJob: true,
      };
    },
  },
};

/** We mean to end it, and do. */
function meant(code: Code, intent: Pick<Intent, "kind" | "phase" | "by">, limited = false): FateRow {
  return {
    words: CUT,
    happens: (plan) => {
      const ending = stopped(plan);
      const intents = [{ ...intent, at: takenAt(plan) }, ...tornDown(plan, ending.at)];
      const going = deletingPod(runningPod(plan), takenAt(plan));
      const last = deletingPod(endedPod(plan, ending), takenAt(plan));
      return {
        ...ended(plan, ending, called(code)),
        pods: [unscheduledPod(plan), waitingPod(plan), runningPod(plan), going, last],
        podExists: false,
        intents,
        runMs: limited ? plan.runMs : null,
      };
    },
  };
}

export const MEANT: Readonly<Record<string, FateRow>> = {
  "the user cancels it": meant("cancelled", { kind: "cancel", phase: null, by: "user" }),
  "it reaches our deadline": meant("timed_out", { kind: "deadline", phase: "run", by: "runner" }, true),
  "it is silent for too long": meant("timed_out", { kind: "deadline", phase: "idle", by: "runner" }),
  "its budget is used up": meant("budget_stopped", { kind: "budget", phase: null, by: "system" }),
  "it reaches the pod's deadline": taken({
    code: "timed_out",
    mark: (pod, plan) => ({ ...pod, deadlineAt: takenAt(plan) }),
    over: ["DeadlineExceeded", "Pod was active on the node longer than the specified deadline"],
    stays: true,
  }),
  "it reaches the Job's deadline": taken({
    code: "timed_out",
    mark: (pod, plan) => deletingPod(pod, takenAt(plan)),
    stays: false,
    job: (plan) =>
      failedJob(plan, takenAt(plan), "DeadlineExceeded", "Job was active longer than specified deadline"),
  }),
};

/** Runs without a cluster: a process, and how the one who started it saw it end. */
function local(
  words: readonly WordsKind[],
  exit: (own: number) => Happening["exit"],
  codeOf: (own: number) => number | null,
): FateRow {
  return {
    words,
    happens: (plan, exitCode) => ({
      ...untouched,
      agent: "ended",
      exit: exit(exitCode),
      exitCode: codeOf(exitCode),
      endedAt: takenAt(plan),
      codes: null,
      codesWithoutEvents: null,
    }),
  };
}

export const LOCAL: Readonly<Record<string, FateRow>> = {
  "a local process ends": local(
    ["finished", "failed", "cut", "nothing"],
    (code) => ({ kind: "code", code }),
    (code) => code,
  ),
  "a local process is killed": local(
    ["cut", "finished"],
    () => ({ kind: "signal", signal: "SIGKILL" }),
    () => 137,
  ),
  "a transcript is all there is": {
    words: ["finished", "failed", "cut"],
    happens: () => ({ ...untouched, agent: "running", ...called("running") }),
  },
};
