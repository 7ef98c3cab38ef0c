import type { EventFact } from "../event-facts.ts";
import { read, type Reader } from "./reader.ts";

/** Events are bounded: the newest ones of a list that is longer. */
const MOST_EVENTS = 2000;

/** The facts of an `EventList` (or a `List` of Events) in the order of their time; null when it is no such list. */
export function readEvents(object: unknown): readonly EventFact[] | null {
  const list = read(object);
  const kind = list.get("kind").text();
  if (!Array.isArray(object) && kind !== "EventList" && kind !== "List") return null;
  const items = Array.isArray(object) ? list.list() : list.get("items").list();
  return items
    .map(eventFact)
    .toSorted((one, other) => (one.at ?? 0) - (other.at ?? 0))
    .slice(-MOST_EVENTS);
}

/**
 * Two schemas stand side by side: `eventTime` and `series`, or `firstTimestamp`, `lastTimestamp` and `count`, which
 * `events.k8s.io/v1` calls deprecated.
 */
function eventFact(event: Reader): EventFact {
  const regarding = event.get("involvedObject").isThere()
    ? event.get("involvedObject")
    : event.get("regarding");
  return {
    reason: event.get("reason").text() ?? "",
    message: event.get("message").text() ?? event.get("note").text(),
    type: event.get("type").text(),
    at:
      event.get("series", "lastObservedTime").at() ??
      event.get("lastTimestamp").at() ??
      event.get("deprecatedLastTimestamp").at() ??
      event.get("eventTime").at() ??
      event.get("metadata", "creationTimestamp").at(),
    count:
      event.get("series", "count").number() ??
      event.get("count").number() ??
      event.get("deprecatedCount").number() ??
      1,
    regarding: {
      kind: regarding.get("kind").text(),
      name: regarding.get("name").text(),
      uid: regarding.get("uid").text(),
      fieldPath: regarding.get("fieldPath").text(),
    },
  };
}
