import type { StreamEvent } from "../events.ts";
import type { Draft } from "./draft.ts";
import { sightingOf } from "./sighting.ts";

/** What is told of every line, whatever stands on it. */
export function countEvent(draft: Draft, event: StreamEvent): void {
  const { counts } = draft;
  const { kind } = event;
  counts.bytes += event.byteLength + event.terminator.length;
  counts.lines += 1;
  const isWire = kind !== "text" && kind !== "broken";
  if (isWire) counts.events += 1;
  if (kind === "broken" && event.reason === "oversized") counts.oversized += 1;
  counts.byKind[kind] += 1;
  draft.lastEvent = event;
  draft.first ??= sightingOf(event, draft.limits);
  draft.lastLineCut = !isWire && event.terminator === "";
}
