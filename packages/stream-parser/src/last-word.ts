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

/**
 * The same by the `type` of whole lines, for whoever looks at no more of a line than one field: a result is the last word,
 * and what Claude Code says to its model or its person takes it back.
 */
export const LAST_WORD_LINES: {
  readonly field: "type";
  readonly final: readonly ["result"];
  readonly resumed: readonly ["assistant", "user"];
} = { field: "type", final: ["result"], resumed: ["assistant", "user"] };

function isWork(kind: EventKind): boolean {
  return kind === "init" || kind === "assistant" || kind === "user" || kind === "partial";
}
