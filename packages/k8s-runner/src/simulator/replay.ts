import { isObject, parseJson, textAt, withFields } from "./api/json.ts";
import type { Json, JsonObject } from "./api/json.ts";
import { typed } from "./api/admit.ts";
import { RESOURCES } from "./api/resources.ts";
import type { Resource } from "./api/resources.ts";
import { sleep } from "./clock/clock.ts";
import type { Cluster } from "./cluster.ts";

interface Recorded {
  readonly type: string;
  readonly resource: Resource;
  readonly object: JsonObject;
  readonly version: number;
  /** The newest time that stands in the object; recordings have no times of their own. */
  readonly at: number;
}

/**
 * Plays recorded watch lines (`{"type":…,"object":…}`, of one or several streams) into the store, in the order of their
 * resource versions, so many times faster than they were; all at once for Infinity. What is no such line is left out.
 * Resolves when the last one is in.
 */
export async function replay(cluster: Cluster, lines: Iterable<string>, speed: number): Promise<void> {
  const recorded = [...lines].flatMap(read).toSorted((one, other) => one.version - other.version);
  let nowAt = recorded[0]?.at ?? 0;
  for (const change of recorded) {
    const waitMs = Math.max(0, change.at - nowAt) / speed;
    nowAt = Math.max(nowAt, change.at);
    if (waitMs > 0) await sleep(cluster.clock, waitMs);
    apply(cluster, change);
  }
}

function read(line: string): readonly Recorded[] {
  const event = parseJson(line);
  const object = isObject(event) ? event["object"] : undefined;
  if (!isObject(object) || !isObject(object["metadata"])) return [];
  const type = textAt(event, "type");
  const resource = RESOURCES.find(({ kind }) => kind === object["kind"]);
  if (resource === undefined || !["ADDED", "MODIFIED", "DELETED"].includes(type)) return [];
  const version = Number(textAt(object, "metadata", "resourceVersion"));
  return [{ type, resource, object, version, at: newestTime(object) }];
}

function newestTime(value: Json): number {
  if (typeof value === "string") {
    return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(value) ? Date.parse(value) : 0;
  }
  if (typeof value !== "object" || value === null) return 0;
  // A deletion timestamp lies in the future: it is when the grace period will be over.
  const inner = Object.entries(value).filter(([key]) => key !== "deletionTimestamp");
  return Math.max(0, ...inner.map(([, one]) => newestTime(one)));
}

function apply({ store }: Cluster, { type, resource, object }: Recorded): void {
  const namespace = textAt(object, "metadata", "namespace");
  const name = textAt(object, "metadata", "name");
  // The last state is told once more with the removal; the store gives its versions itself.
  const status = object["status"] ?? {};
  store.replace(resource.name, typed(resource.name, withFields(object, { status })));
  if (type === "DELETED") store.remove(resource.name, namespace, name);
}
