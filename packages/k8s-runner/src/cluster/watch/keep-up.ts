import { backoff } from "../../lifecycle/backoff.ts";
import type { Cluster } from "../cluster.ts";
import type { SeenObject } from "../objects/seen-object.ts";
import type { Trouble } from "../request/answer.ts";
import type { Resource } from "../request/api-request.ts";
import { listAll } from "./list-all.ts";
import { watchOnce, type WatchListener } from "./watch-once.ts";

/** How it is with the watch. It never gives up: what it can't do now it tries again, at longer and longer intervals. */
export type WatchState =
  | { readonly kind: "listing" | "opening" | "watching" | "stopped" }
  | {
      readonly kind: "waiting";
      readonly failures: number;
      readonly trouble: Trouble;
      readonly untilAt: number;
    };

/** What is to be kept up with, and how; see `WatchOptions`. */
export interface KeepingUp {
  readonly resource: Resource;
  readonly labelSelector: string;
  readonly lifeMs: number;
  readonly silenceMs: number;
  readonly relistMs: number;
}

/** Whoever is told how it goes. */
export interface Told {
  readonly enter: (state: WatchState) => void;
  readonly replace: (all: readonly SeenObject[], version: string) => void;
  readonly apply: WatchListener["apply"];
}

/** The endless round of list and watch. It ends only at the signal. */
export async function keepUp(
  cluster: Cluster,
  options: KeepingUp,
  signal: AbortSignal,
  told: Told,
): Promise<void> {
  const { clock } = cluster;
  let version: string | null = null;
  let listedAt = 0;
  let failures = 0;
  const listener = { opened: () => told.enter({ kind: "watching" }), apply: told.apply };
  const waitAfter = async (trouble: Trouble): Promise<void> => {
    const asked = trouble.kind === "refused" ? (trouble.refusal.retryAfterMs ?? 0) : 0;
    const ms = Math.max(asked, backoff(failures, clock.random()));
    failures += 1;
    told.enter({ kind: "waiting", failures, trouble, untilAt: clock.now() + ms });
    await clock.sleep(ms, signal);
  };

  while (!signal.aborted) {
    if (version === null) {
      told.enter({ kind: "listing" });
      const listed = await listAll(cluster, options.resource, options.labelSelector, signal);
      if (signal.aborted) break;
      if (listed.kind !== "listed") {
        await waitAfter(listed);
        continue;
      }
      told.replace(listed.objects, listed.version);
      version = listed.version;
      listedAt = clock.now();
    }
    told.enter({ kind: "opening" });
    const lifeMs = Math.round(options.lifeMs * (1 + clock.random()));
    const watched = await watchOnce(cluster, { ...options, lifeMs, version }, listener, signal);
    if (signal.aborted) break;
    version = clock.now() - listedAt >= options.relistMs ? null : watched.version;
    if (watched.hasProgressed) failures = 0;
    else await waitAfter(watched.trouble ?? { kind: "cut", message: "the watch ended at once" });
  }
  told.enter({ kind: "stopped" });
}
