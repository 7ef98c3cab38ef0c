import type {
  ConditionFact,
  ContainerFacts,
  ContainerState,
  PodFacts,
  TerminatedState,
} from "../pod-facts.ts";
import { read, type Reader } from "./reader.ts";

/**
 * The facts of a `Pod` object as the API server sends it (or as the client's model holds it, with `Date`s). Null when
 * it is no Pod. `agentContainer` names the container the agent runs in; without it the pod's only container counts,
 * else the one named `claude` or `agent`.
 */
export function readPod(
  object: unknown,
  options: { readonly agentContainer: string | null },
): PodFacts | null {
  const pod = read(object);
  if (!isKind(pod, "Pod")) return null;
  const specs = pod.get("spec", "containers").list();
  const name = agentName(specs, options.agentContainer);
  const statuses = pod.get("status", "containerStatuses").list();
  const podLimit = memoryLimit(pod.get("spec"));
  const inits = pod.get("spec", "initContainers").list();
  const initStatuses = pod.get("status", "initContainerStatuses").list();
  const containers = specs.map((spec) => containerFacts(spec, statuses, podLimit));
  return {
    ...identity(pod),
    jobUid: controllingJob(pod),
    nodeName: pod.get("spec", "nodeName").text(),
    phase: pod.get("status", "phase").text(),
    reason: pod.get("status", "reason").text(),
    message: pod.get("status", "message").text(),
    startedAt: pod.get("status", "startTime").at(),
    deadlineAt: deadlineAt(pod),
    deletionAt: pod.get("metadata", "deletionTimestamp").at(),
    conditions: readConditions(pod),
    agent: containers.find((container) => container.name === name) ?? null,
    sidecars: [
      ...containers.filter((container) => container.name !== name),
      ...inits.filter(isNativeSidecar).map((spec) => containerFacts(spec, initStatuses, podLimit)),
    ],
    initContainers: inits
      .filter((spec) => !isNativeSidecar(spec))
      .map((spec) => containerFacts(spec, initStatuses, podLimit)),
  };
}

export function isKind(object: Reader, kind: string): boolean {
  const named = object.get("kind").text();
  return object.isThere() && (named === kind || (named === null && object.get("metadata").isThere()));
}

/** What Pods and Jobs have in common. */
export function identity(
  object: Reader,
): Pick<PodFacts, "name" | "namespace" | "uid" | "createdAt" | "deletionRequestedAt"> {
  const metadata = object.get("metadata");
  const deletionAt = metadata.get("deletionTimestamp").at();
  const graceMs = (metadata.get("deletionGracePeriodSeconds").number() ?? 0) * 1000;
  return {
    name: metadata.get("name").text(),
    namespace: metadata.get("namespace").text(),
    uid: metadata.get("uid").text(),
    createdAt: metadata.get("creationTimestamp").at(),
    deletionRequestedAt: deletionAt === null ? null : deletionAt - graceMs,
  };
}

export function readConditions(object: Reader): readonly ConditionFact[] {
  return object
    .get("status", "conditions")
    .list()
    .map((condition) => ({
      type: condition.get("type").text() ?? "",
      status: condition.get("status").text() ?? "",
      reason: condition.get("reason").text(),
      message: condition.get("message").text(),
      at: condition.get("lastTransitionTime").at(),
    }));
}

function agentName(specs: readonly Reader[], wanted: string | null): string | null {
  if (wanted !== null) return wanted;
  const names = specs.map((spec) => spec.get("name").text());
  if (names.length === 1) return names[0] ?? null;
  return names.find((name) => name === "claude") ?? names.find((name) => name === "agent") ?? null;
}

function controllingJob(pod: Reader): string | null {
  const owners = pod.get("metadata", "ownerReferences").list();
  const owner = owners.find(
    (reference) => reference.get("kind").text() === "Job" && reference.get("controller").isTrue(),
  );
  return (
    owner?.get("uid").text() ?? pod.get("metadata", "labels", "batch.kubernetes.io/controller-uid").text()
  );
}

function deadlineAt(pod: Reader): number | null {
  const startedAt = pod.get("status", "startTime").at();
  const seconds = pod.get("spec", "activeDeadlineSeconds").number();
  return startedAt === null || seconds === null ? null : startedAt + seconds * 1000;
}

function isNativeSidecar(spec: Reader): boolean {
  return spec.get("restartPolicy").text() === "Always";
}

function containerFacts(spec: Reader, statuses: readonly Reader[], podLimit: string | null): ContainerFacts {
  const name = spec.get("name").text() ?? "";
  const status = statuses.find((one) => one.get("name").text() === name) ?? read(null);
  const last = status.get("lastState", "terminated");
  return {
    name,
    state: readState(status.get("state")),
    lastTerminated: last.isThere() ? terminated(last) : null,
    restarts: status.get("restartCount").number() ?? 0,
    // After an in-place resize the limit in force stands in the status.
    memoryLimit: memoryLimit(status) ?? memoryLimit(spec) ?? podLimit,
  };
}

function memoryLimit(object: Reader): string | null {
  return object.get("resources", "limits", "memory").text();
}

function readState(state: Reader): ContainerState {
  if (state.get("terminated").isThere()) return terminated(state.get("terminated"));
  if (state.get("running").isThere())
    return { kind: "running", startedAt: state.get("running", "startedAt").at() };
  const waiting = state.get("waiting");
  if (!waiting.isThere()) return { kind: "unreported" };
  return { kind: "waiting", reason: waiting.get("reason").text(), message: waiting.get("message").text() };
}

function terminated(state: Reader): TerminatedState {
  return {
    kind: "terminated",
    exitCode: state.get("exitCode").number(),
    reason: state.get("reason").text(),
    message: state.get("message").lines(),
    signal: state.get("signal").number(),
    startedAt: state.get("startedAt").at(),
    finishedAt: state.get("finishedAt").at(),
  };
}
