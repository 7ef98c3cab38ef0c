import type { EventKind } from "./event-kind.ts";
import { createParser } from "./parser.ts";

/** Tells from the bytes of a transcript whether the agent has said all that it was asked for. */
export interface LastWord {
  /**
   * Looks at the next chunk. `final-word`: the last that counts up to its end is a result. `more-work`: the agent went
   * on after its result. `output`: anything else. A transcript may begin in its middle.
   */
  readonly look: (chunk: Uint8Array) => "output" | "final-word" | "more-work";
}

/**
 * Claude Code's last word is its result; what it says to its model or its person after that is more work. Hooks, tasks
 * and notices after a result are its tidying up.
 */
export function createLastWord(): LastWord {
  const parser = createParser();
  let isFinal = false;
  return {
    look: (chunk) => {
      const wasFinal = isFinal;
      for (const { kind } of parser.feed(chunk)) isFinal = kind === "result" || (isFinal && !isWork(kind));
      if (isFinal) return "final-word";
      return wasFinal ? "more-work" : "output";
    },
  };
}

function isWork(kind: EventKind): boolean {
  return kind === "init" || kind === "assistant" || kind === "user" || kind === "partial";
}
