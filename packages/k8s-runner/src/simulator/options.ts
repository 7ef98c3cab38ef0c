import { EVERYTHING } from "./api/access.ts";
import type { Access } from "./api/access.ts";
import type { WatchLimits } from "./api/watch.ts";
import type { Clock } from "./clock/clock.ts";
import type { Delays } from "./delays.ts";
import type { FaultPlan } from "./faults/fault-plan.ts";
import type { Features } from "./features.ts";
import type { ImageTrouble } from "./kubelet/image-trouble.ts";
import type { ToStart } from "./kubelet/runtime.ts";
import type { NodeCapacity } from "./kubelet/scheduler.ts";
import type { Script } from "./kubelet/script.ts";

/** Everything has a default: without options it is a quick cluster of today that runs commands as local processes. */
export interface SimulatorOptions {
  /** `createVirtualClock()` for tests that move the time themselves; the default is the machine's. */
  readonly clock?: Clock;
  /** What differs from `QUICK_DELAYS`; `REAL_DELAYS` is as measured. */
  readonly delays?: Partial<Delays>;
  /** What differs from 1.36; `FEATURES_1_20` is an old server. */
  readonly features?: Partial<Features>;
  /** Those that exist beside `default`; the first is the kubeconfig's. The default is `agents`. */
  readonly namespaces?: readonly string[];
  /** Names and UIDs follow from it. */
  readonly seed?: number;
  readonly access?: Partial<Access>;
  /** What a container does instead of running its command; null lets it run as a local process. */
  readonly script?: (toStart: ToStart) => Script | null;
  /** Images that don't come, by name. */
  readonly images?: Readonly<Record<string, ImageTrouble>>;
  readonly capacity?: NodeCapacity;
  /** Why the admission lets no pod in: `violates PodSecurity "restricted:latest": …`. */
  readonly podRefusal?: string;
  /** How many pods a namespace may have, by quota. */
  readonly podQuota?: number;
  readonly log?: {
    readonly rotateBytes?: number;
    /** `milliseconds` gives many records the same timestamp. */
    readonly timestamps?: "nanoseconds" | "milliseconds";
    /** Minutes that the node's time zone is ahead of UTC. */
    readonly offsetMinutes?: number;
  };
  readonly watch?: Partial<WatchLimits>;
  readonly faults?: FaultPlan;
  /** Variables of this process that containers get; the default is PATH, LANG and TZ. */
  readonly inheritEnv?: readonly string[];
  /** How much of each container's output the truth keeps as text; the default is 1 MiB. */
  readonly keepOutputBytes?: number;
  /** How many changes watches can catch up on. */
  readonly historyLength?: number;
  /** How long a lost node goes unnoticed. */
  readonly nodeNotReadyMs?: number;
  /** False: nothing acts by itself, for replays. */
  readonly controllers?: boolean;
}

export function accessOf(given: Partial<Access> = {}): Access {
  return { user: "system:serviceaccount:agents:default", token: null, permissions: EVERYTHING, ...given };
}
