import type { StreamEvent } from "@runverdict/stream-parser";
import { describeEvent, type Description } from "./describe-event.ts";

/** An event of the transcript in one line. */
export interface EventLine extends Description {
  readonly line: number;
  /** Epoch milliseconds, from the kubelet; null where the log has no timestamps. */
  readonly at: number | null;
}

const KEPT = 4;
/** A large event is described at once, so that its body need not be kept. */
const LARGE = 64 * 1024;

/** Keeps the last few events that tell a person something. */
export function lastEvents(): { see: (event: StreamEvent) => void; lines: () => readonly EventLine[] } {
  let kept: readonly (() => EventLine)[] = [];
  return {
    see: (event) => {
      if (!tells(event)) return;
      const line = event.byteLength > LARGE ? constant(eventLine(event)) : () => eventLine(event);
      kept = [...kept.slice(1 - KEPT), line];
    },
    lines: () => kept.map((line) => line()),
  };
}

export function eventLine(event: StreamEvent): EventLine {
  return { line: event.line, at: event.at, ...describeEvent(event) };
}

/** Fragments of messages, heartbeats and house-keeping come by the hundred and say nothing that the others do not. */
const quietKinds: ReadonlySet<string> = new Set(["partial", "tool-progress", "control", "notice"]);
const quietSubtypes: ReadonlySet<string> = new Set([
  "background_tasks_changed",
  "hook_progress",
  "hook_started",
  "status",
  "task_progress",
  "task_updated",
  "thinking_tokens",
  "ui_invalidate",
]);

export function tells(event: StreamEvent): boolean {
  if (quietKinds.has(event.kind)) return false;
  if (event.kind === "text") return event.text.trim() !== "";
  return event.kind !== "system" || event.subtype === null || !quietSubtypes.has(event.subtype);
}

function constant<T>(value: T): () => T {
  return () => value;
}
