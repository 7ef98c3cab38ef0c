import type { Container, Volume } from "../objects.ts";
import type { OutputStream } from "./container-log.ts";

export interface PodIdentity {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
}

/** What a runtime is asked to start: a container with its command, environment and folders worked out. */
export interface ToStart {
  readonly container: Container;
  readonly job: string;
  readonly pod: PodIdentity;
  readonly volumes: readonly Volume[];
  /** How often the container was started before. */
  readonly restarts: number;
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly workingDir: string | null;
}

export interface RuntimeEvents {
  readonly onOutput: (stream: OutputStream, bytes: Uint8Array) => void;
  /** Once, after the last output. */
  readonly onExit: (exit: Exit) => void;
}

export interface Exit {
  /** As a shell counts: 128 and the signal's number, for a process that a signal ended. */
  readonly exitCode: number;
  readonly isOom: boolean;
  /** What it wrote to its `terminationMessagePath`. */
  readonly message: string;
}

/** A running container. */
export interface Started {
  readonly signal: (signal: "SIGTERM" | "SIGKILL") => void;
  /** Kills it, or a child of it, for want of memory. */
  readonly oom: (victim: "container" | "child") => void;
}

/** Starts a container, or says why it can't be started, in the runtime's words. */
export type Start = (
  toStart: ToStart,
  events: RuntimeEvents,
) => Promise<Started | { readonly startError: string }>;
