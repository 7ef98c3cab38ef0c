import type { EventFact } from "@runverdict/classifier";
import { readEvents } from "@runverdict/classifier/kubernetes";
import type { Cluster } from "../cluster.ts";
import { mapAnswer, type Answer } from "../request/answer.ts";
import { apiPath } from "../request/api-request.ts";
import { itemsOf } from "./list-page.ts";
import { withoutManagedFields } from "./seen-object.ts";

const EVENTS = { group: "", resource: "events" } as const;
const MOST = 500;

export interface EventsSeen {
  /** In the order of their time. */
  readonly facts: readonly EventFact[];
  /** The Events themselves as an EventList, for the forensics. */
  readonly object: unknown;
}

/** The Events about the object of this UID, up to 500, as far as the cluster still has them: it forgets them after an hour. */
export async function listEvents(
  cluster: Cluster,
  uid: string,
  signal: AbortSignal,
): Promise<Answer<EventsSeen>> {
  return mapAnswer(await eventsAbout(cluster, uid, signal), eventsSeen);
}

/** The Events about all of these objects, or why some of them could not be read. */
export async function listEventsAbout(
  cluster: Cluster,
  uids: readonly string[],
  signal: AbortSignal,
): Promise<Answer<EventsSeen>> {
  const items: unknown[] = [];
  for (const answer of await Promise.all(uids.map((uid) => eventsAbout(cluster, uid, signal)))) {
    if (answer.kind !== "answered") return answer;
    items.push(...answer.value);
  }
  return mapAnswer({ kind: "answered", value: items }, eventsSeen);
}

async function eventsAbout(
  cluster: Cluster,
  uid: string,
  signal: AbortSignal,
): Promise<Answer<readonly unknown[]>> {
  const query = { fieldSelector: `involvedObject.uid=${uid}`, limit: String(MOST) };
  const path = apiPath(EVENTS, cluster.namespace);
  const answer = await cluster.request({ method: "GET", path, query }, signal);
  // Whoever answers may not know the limit.
  return mapAnswer(answer, (list) => itemsOf(list)?.slice(0, MOST) ?? null);
}

function eventsSeen(items: readonly unknown[]): EventsSeen | null {
  const object = { apiVersion: "v1", kind: "EventList", items: items.map(withoutManagedFields) };
  const facts = readEvents(object);
  return facts === null ? null : { facts, object };
}
