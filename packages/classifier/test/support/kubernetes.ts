import type { EventFact, JobFacts, PodFacts } from "@runverdict/classifier";
import { readEvents, readJob, readPod } from "@runverdict/classifier/kubernetes";
import { time } from "./evidence.ts";

/** API objects as an API server sends them; times are seconds after the run was asked for. */

export const POD_UID = "f08d699a-6ca6-44df-8528-08892e49b721";
export const JOB_UID = "6f7a55cb-e617-49fb-ba24-c2ba836704d2";
export const NODE = "node-1";

type Plain = Readonly<Record<string, unknown>>;

export interface PodShape {
  readonly phase?: string;
  readonly reason?: string;
  readonly message?: string;
  /** State of the agent container; null: no container has a status yet. */
  readonly agent?: Plain | null;
  /** How the agent container's last instance ended. */
  readonly last?: Plain;
  readonly memory?: string | null;
  readonly conditions?: readonly Plain[];
  readonly sidecars?: readonly ContainerShape[];
  readonly nativeSidecars?: readonly ContainerShape[];
  readonly inits?: readonly ContainerShape[];
  readonly deletion?: { readonly at: number; readonly graceSeconds: number };
  readonly uid?: string | null;
  readonly jobUid?: string;
  readonly spec?: Plain;
}

export interface ContainerShape {
  readonly name: string;
  readonly state: Plain;
  readonly last?: Plain;
}

export function pod(shape: PodShape = {}): PodFacts {
  return wanted(readPod(podObject(shape), { agentContainer: null }));
}

export function podObject(shape: PodShape = {}): Plain {
  const { agent = running(), memory = "128Mi", sidecars = [], nativeSidecars = [], inits = [] } = shape;
  const limits = memory === null ? {} : { limits: { memory } };
  const regular = [
    ...(agent === null ? [] : [{ name: "agent", state: agent, ...(shape.last && { last: shape.last }) }]),
    ...sidecars,
  ];
  const before = [...nativeSidecars, ...inits];
  return plain({
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      ...identity("run-1-x7k2p", shape.uid === undefined ? POD_UID : shape.uid, shape.deletion),
      ownerReferences: [
        {
          apiVersion: "batch/v1",
          kind: "Job",
          name: "run-1",
          uid: shape.jobUid ?? JOB_UID,
          controller: true,
        },
      ],
    },
    spec: {
      nodeName: NODE,
      containers: [
        { name: "agent", resources: limits },
        ...sidecars.map(({ name }) => ({ name, resources: {} })),
      ],
      initContainers: [
        ...nativeSidecars.map(({ name }) => ({ name, restartPolicy: "Always" })),
        ...inits.map(({ name }) => ({ name })),
      ],
      ...shape.spec,
    },
    status: {
      phase: shape.phase ?? "Running",
      reason: shape.reason,
      message: shape.message,
      startTime: time(0),
      conditions: shape.conditions ?? [],
      containerStatuses: regular.map(statusOf),
      initContainerStatuses: before.map(statusOf),
    },
  });
}

function statusOf({ name, state, last }: ContainerShape): Plain {
  return { name, state, lastState: last ?? {}, restartCount: last === undefined ? 0 : 1 };
}

export function running(at = 1): Plain {
  return { running: { startedAt: time(at) } };
}

export function waiting(reason: string, message?: string): Plain {
  return { waiting: { reason, message } };
}

export function terminated(exitCode: number, reason: string, more: Plain = {}): Plain {
  return { terminated: { exitCode, reason, startedAt: time(1), finishedAt: time(60), ...more } };
}

/** The condition by which Kubernetes says what disrupted a pod. */
export function disruption(reason: string, at = 59): Plain {
  return {
    type: "DisruptionTarget",
    status: "True",
    reason,
    message: `the pod was disrupted: ${reason}`,
    lastTransitionTime: time(at),
  };
}

export const unschedulable: Plain = {
  type: "PodScheduled",
  status: "False",
  reason: "Unschedulable",
  message: "0/3 nodes are available: 3 Insufficient memory.",
  lastTransitionTime: time(0),
};

export interface JobShape {
  readonly conditions?: readonly Plain[];
  readonly suspend?: boolean;
  readonly deletion?: { readonly at: number; readonly graceSeconds: number };
  readonly uid?: string | null;
  readonly status?: Plain;
}

/** A Job with one active pod, or with the given status. */
export function job(shape: JobShape = {}): JobFacts {
  return wanted(readJob(jobObject(shape)));
}

function jobObject(shape: JobShape = {}): Plain {
  return plain({
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: identity("run-1", shape.uid === undefined ? JOB_UID : shape.uid, shape.deletion),
    spec: { suspend: shape.suspend ?? false },
    status: { ...(shape.status ?? { active: 1, startTime: time(0) }), conditions: shape.conditions ?? [] },
  });
}

/** A Job that has no pod, and never had one. */
export const podless: JobShape = { status: { startTime: time(0) } };

export function condition(type: string, reason: string | null = null, more: Plain = {}): Plain {
  return { type, status: "True", reason, lastTransitionTime: time(60), ...more };
}

export interface EventShape {
  readonly reason: string;
  readonly message?: string;
  /** What it is about: the run's pod where nothing is said. */
  readonly about?: "Pod" | "Job" | "Node" | Plain;
  readonly type?: string;
  readonly at?: number;
}

export function events(shapes: readonly EventShape[]): readonly EventFact[] {
  return wanted(readEvents({ kind: "EventList", items: shapes.map(eventObject) }));
}

function eventObject({ reason, message, about = "Pod", type = "Warning", at = 30 }: EventShape): Plain {
  return plain({
    kind: "Event",
    reason,
    message,
    type,
    count: 1,
    lastTimestamp: time(at),
    involvedObject: typeof about === "string" ? regarding[about] : about,
  });
}

const regarding = {
  Pod: { kind: "Pod", name: "run-1-x7k2p", uid: POD_UID },
  Job: { kind: "Job", name: "run-1", uid: JOB_UID },
  Node: { kind: "Node", name: NODE, uid: NODE },
};

function identity(name: string, uid: string | null, deletion: PodShape["deletion"]): Plain {
  return {
    name,
    namespace: "agents",
    uid: uid ?? undefined,
    creationTimestamp: time(0),
    deletionTimestamp: deletion === undefined ? undefined : time(deletion.at + deletion.graceSeconds),
    deletionGracePeriodSeconds: deletion?.graceSeconds,
  };
}

/** What is left of an object on the wire: keys without a value are not there. */
function plain(object: Plain): Plain {
  return JSON.parse(JSON.stringify(object));
}

function wanted<T>(facts: T | null): T {
  if (facts === null) throw new TypeError("The reader did not know the object; mend its kind.");
  return facts;
}
