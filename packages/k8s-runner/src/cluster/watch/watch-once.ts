import type { Clock } from "../clock.ts";
import type { Cluster } from "../cluster.ts";
import type { OpenedStream, Trouble } from "../request/answer.ts";
import { apiPath, type Resource } from "../request/api-request.ts";
import type { ObjectEvent } from "./known-objects.ts";
import { isNewer } from "./resource-version.ts";
import { readMessages } from "./watch-message.ts";

export interface WatchAsk {
  readonly resource: Resource;
  readonly labelSelector: string;
  /** After which version. */
  readonly version: string;
  /** How long the server is to serve it, and how long nothing may come. */
  readonly lifeMs: number;
  readonly silenceMs: number;
}

/** How one watch went. */
export interface Watched {
  /** After which version to go on; null where only a new list tells. */
  readonly version: string | null;
  /** Whether it told anything new, or was at least open for a good while. */
  readonly hasProgressed: boolean;
  /** What went wrong; null where the server ended it cleanly, or we did. */
  readonly trouble: Trouble | null;
}

/** A server may take this long to end a watch whose time is up. */
const OVERTIME_MS = 30_000;

/** A watch that lived so long has not failed, even if nothing happened in it. */
const LONG_LIFE_MS = 30_000;

/** Whoever is told what the watch tells. */
export interface WatchListener {
  readonly opened: () => void;
  readonly apply: (event: ObjectEvent) => void;
}

export async function watchOnce(
  cluster: Cluster,
  ask: WatchAsk,
  listener: WatchListener,
  signal: AbortSignal,
): Promise<Watched> {
  const query = {
    watch: "true",
    allowWatchBookmarks: "true",
    resourceVersion: ask.version,
    timeoutSeconds: String(Math.ceil(ask.lifeMs / 1000)),
    ...(ask.labelSelector === "" ? {} : { labelSelector: ask.labelSelector }),
  };
  const path = apiPath(ask.resource, cluster.namespace);
  const opened = await cluster.stream({ method: "GET", path, query, idleMs: ask.silenceMs }, signal);
  if (opened.kind === "opened") {
    listener.opened();
    return follow(cluster, ask, opened, listener);
  }
  const isForgotten = opened.kind === "refused" && opened.refusal.kind === "expired";
  return { version: isForgotten ? null : ask.version, hasProgressed: false, trouble: opened };
}

async function follow(
  { clock }: Cluster,
  ask: WatchAsk,
  opened: OpenedStream,
  listener: WatchListener,
): Promise<Watched> {
  const openedAt = clock.now();
  let { version } = ask;
  let messages = 0;
  const watched = (next: string | null, trouble: Trouble | null): Watched => ({
    version: next,
    hasProgressed: version !== ask.version || clock.now() - openedAt >= LONG_LIFE_MS,
    trouble,
  });
  for await (const message of readMessages(
    until(openedAt + ask.lifeMs + OVERTIME_MS, clock, opened.chunks),
  )) {
    messages += 1;
    // What can't be understood can't be passed over either: it may have been a deletion.
    if (message.kind === "garbled")
      return watched(null, { kind: "garbled", message: "the watch is no watch" });
    if (message.kind === "error") {
      const isForgotten = message.refusal.kind === "expired";
      return watched(isForgotten ? null : version, { kind: "refused", refusal: message.refusal });
    }
    if (message.kind === "changed") listener.apply(message.event);
    const told = message.kind === "changed" ? message.event.object.resourceVersion : message.version;
    if (isNewer(told, version)) version = told;
  }
  const end = opened.end();
  if (end === "reset") return watched(version, { kind: "cut", message: "the watch broke off" });
  if (end === "idle") {
    // From a version that is yet to come, as after a restored backup, there is 200 and silence for ever.
    return watched(messages === 0 ? null : version, { kind: "timeout" });
  }
  return watched(version, null);
}

/** Also blank lines, and a line that never ends, keep a stream open, and tell nothing. */
async function* until(
  endAt: number,
  clock: Clock,
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void> {
  for await (const chunk of chunks) {
    yield chunk;
    if (clock.now() > endAt) return;
  }
}
