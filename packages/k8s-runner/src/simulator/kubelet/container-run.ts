import type { Container, ContainerState, ContainerStatus } from "../objects.ts";
import type { ContainerLog } from "./container-log.ts";
import type { Started } from "./runtime.ts";

/** `sidecar`: an init container with `restartPolicy: Always`, which runs beside the main ones and does not count. */
export type Role = "init" | "sidecar" | "main";

/** One container of a pod, in its present life. */
export interface ContainerRun {
  readonly container: Container;
  readonly role: Role;
  state: ContainerState;
  lastState: ContainerState;
  restarts: number;
  id: string | null;
  started: Started | null;
  log: ContainerLog | null;
  previousLog: ContainerLog | null;
  /** Whether the kubelet was the one who ended it, and with what. */
  told: "nothing" | "SIGTERM" | "SIGKILL";
}

export function newRun(container: Container, role: Role, waitsFor: string): ContainerRun {
  return {
    container,
    role,
    state: { waiting: { reason: waitsFor } },
    lastState: {},
    restarts: 0,
    id: null,
    started: null,
    log: null,
    previousLog: null,
    told: "nothing",
  };
}

export function statusOf({ container, state, lastState, restarts, id, role }: ContainerRun): ContainerStatus {
  const started = state.running !== undefined;
  const isDone = role === "init" && state.terminated?.exitCode === 0;
  return {
    name: container.name,
    state,
    lastState,
    ready: started || isDone,
    restartCount: restarts,
    image: container.image ?? "",
    imageID: id === null ? "" : "sha256:0000000000000000000000000000000000000000000000000000000000000000",
    ...(id === null ? {} : { containerID: id }),
    started,
    ...(id === null ? {} : allocated(container)),
  };
}

function allocated({ resources }: Container): Partial<ContainerStatus> {
  const user = { linux: { uid: 0, gid: 0, supplementalGroups: [0] } };
  const { requests } = resources ?? {};
  return {
    ...(requests === undefined ? {} : { allocatedResources: requests }),
    ...(resources === undefined ? {} : { resources }),
    user,
  };
}

export function isRunning(run: ContainerRun): boolean {
  return run.state.running !== undefined;
}

export function hasFailed({ state }: ContainerRun): boolean {
  return state.terminated !== undefined && state.terminated.exitCode !== 0;
}
