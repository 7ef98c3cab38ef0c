import { frameMagic } from "../log/frame.ts";

/**
 * What the wrapper in the pod is told. It has no defaults of its own, so that what a pod did can be read off its
 * configuration. `in-pod/config.mjs` checks the same shape again, in the pod.
 */
export interface WrapperConfig {
  /** Drawn anew for each run; marks the frames of this run in the log. 8 to 32 letters of a-z and 0-9. */
  readonly nonce: string;
  /** A writable folder in the container, best an emptyDir: it holds the agent's output as two files. */
  readonly spoolFolder: string;
  /**
   * What each of the two files may hold; less on a disk that is smaller than four times this. They are emptied when an
   * eighth of it was reached and all of it was relayed, so that it limits what waits to be read, not what an agent may
   * write. Looked at twenty times a second: a fast agent may exceed it by what it writes in between.
   */
  readonly maxSpoolBytes: number;
  /** A file that the agent gets as its stdin, for example the mounted prompt; null: an empty one. */
  readonly stdinPath: string | null;
  /** A file that is there already, as the kubelet makes one. */
  readonly terminationMessagePath: string;
  /** See `terminationMessageLimit`. */
  readonly maxTerminationMessageBytes: number;
  readonly heartbeatMs: number;
  /**
   * From the first signal to the kill. With `drainMs` it should be shorter than the pod's
   * `terminationGracePeriodSeconds`, at whose end the kubelet kills the wrapper as well.
   */
  readonly stopGraceMs: number;
  /** After the agent's end: how long the log may take nothing before the rest is given up. */
  readonly drainMs: number;
  /** How the agent says that it is finished; null: it is never stopped for lingering. */
  readonly finalWord: FinalWord | null;
  /** Where the container sees its control group. */
  readonly cgroupFolder: string;
}

/** How a last word looks: a line that is a JSON object, one top-level field of which has one of these texts. */
export interface FinalWord {
  /** For example `type`. It may stand anywhere among the top-level fields. */
  readonly field: string;
  /** After such a line the agent should end, for example `["result"]`. */
  readonly final: readonly string[];
  /** After such a line it is at work again and may be silent as long as it likes. Other lines change nothing. */
  readonly resumed: readonly string[];
  /** How long it may stay without writing to stdout, after its last word, before it gets a SIGTERM. */
  readonly lingerMs: number;
}

/** Of all containers' termination messages together the kubelet keeps 12 KiB, and of each 4 KiB. */
const [podBytes, containerBytes, leastBytes] = [12 * 1024, 4096, 1024];

/**
 * How long the termination message may be in a pod with so many containers, init containers counted. Throws a TypeError
 * where it would be too short to hold the facts.
 */
export function terminationMessageLimit(containers: number): number {
  const bytes = Math.min(containerBytes, Math.floor(podBytes / containers));
  if (bytes >= leastBytes) return bytes;
  throw new TypeError(
    `With ${containers} containers a termination message is cut below ${leastBytes} bytes: use fewer containers, or no wrapper.`,
  );
}

/**
 * A configuration for the only container of a pod; what is given replaces what is usual. Throws a TypeError for a nonce
 * that frames can't carry; the rest is checked in the pod, before the agent starts.
 */
export function wrapperConfig(
  given: Pick<WrapperConfig, "nonce" | "spoolFolder"> & Partial<WrapperConfig>,
): WrapperConfig {
  frameMagic(given.nonce);
  return {
    maxSpoolBytes: 512 * 1024 * 1024,
    stdinPath: null,
    terminationMessagePath: "/dev/termination-log",
    maxTerminationMessageBytes: containerBytes,
    heartbeatMs: 10_000,
    stopGraceMs: 20_000,
    drainMs: 5000,
    finalWord: null,
    cgroupFolder: "/sys/fs/cgroup",
    ...given,
  };
}
