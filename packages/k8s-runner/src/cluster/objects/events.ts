import type { EventFact } from "@runverdict/classifier";
import { readEvents } from "@runverdict/classifier/kubernetes";
import type { Cluster } from "../cluster.ts";
import { mapAnswer, type Answer } from "../request/answer.ts";
import { apiPath } from "../request/api-request.ts";

const EVENTS = { group: "", resource: "events" } as const;

export interface EventsSeen {
  readonly facts: readonly EventFact[];
  /** The list itself, for the forensics. */
  readonly object: unknown;
}

/** The Events about the object of this UID, as far as the cluster still has them: it forgets them after an hour. */
export async function listEvents(
  cluster: Cluster,
  uid: string,
  signal: AbortSignal,
): Promise<Answer<EventsSeen>> {
  const query = { fieldSelector: `involvedObject.uid=${uid}`, limit: "500" };
  const path = apiPath(EVENTS, cluster.namespace);
  const answer = await cluster.request({ method: "GET", path, query }, signal);
  return mapAnswer(answer, (object) => {
    const facts = readEvents(object);
    return facts === null ? null : { facts, object };
  });
}
