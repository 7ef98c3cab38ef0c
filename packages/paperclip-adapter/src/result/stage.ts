import type { ParsedStream } from "@runverdict/stream-parser";
import type { RunEnd } from "./run-end.ts";

/** How far a run is proven to have come: the original had several names for one ending, by what was there of it. */
export type Stage =
  | "not-created"
  | "created"
  /** Created by an earlier process, and its agent was not seen to start. */
  | "adopted"
  | "started"
  /** The assistant's only messages hold nothing. */
  | "empty-answer"
  | "content"
  | "result";

export function stageOf({ verdict, evidence, stream }: RunEnd): Stage {
  switch (verdict.progress.atLeast) {
    case "not_created":
      return "not-created";
    case "not_started":
      return evidence.run.create?.outcome === "adopted" ? "adopted" : "created";
    case "started":
    case "initialised":
      return "started";
    case "content":
      return stream !== null && holdsNothing(stream) ? stageOfNothing(stream) : "content";
    case "result":
      return "result";
  }
}

/**
 * The assistant had its turn, and nobody saw anything of it: neither text nor tool call nor tokens. From CLI 2.1.9 on
 * every event has a null `stop_reason` and stale figures, so the whole conversation must hold no block.
 */
function holdsNothing({ conversation: { lastAssistant, blocks }, tools }: ParsedStream): boolean {
  if (lastAssistant === null || (lastAssistant.outputTokens ?? 0) > 0) return false;
  return tools.started === 0 && Object.values(blocks).every((count) => count === 0);
}

/** The original called it an answer, and an empty one, where it did not end. */
function stageOfNothing({ conversation: { lastAssistant } }: ParsedStream): Stage {
  return lastAssistant?.stopReason === null ? "empty-answer" : "started";
}
