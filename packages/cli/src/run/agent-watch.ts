import { createParser, type StreamEvent } from "@runverdict/stream-parser";
import type { AgentWatch } from "./runner.ts";

/**
 * Claude Code's last word is its result; what it says to its model or its person after that is more work. Hooks, tasks
 * and notices after a result are its tidying up.
 */
export function claudeWatch(): AgentWatch {
  const parser = createParser();
  let isFinal = false;
  return {
    look: (bytes) => {
      const wasFinal = isFinal;
      for (const event of parser.feed(bytes)) isFinal = isLast(event) || (isFinal && !isWork(event));
      if (isFinal) return "final-word";
      return wasFinal ? "more-work" : "output";
    },
  };
}

function isLast({ kind }: StreamEvent): boolean {
  return kind === "result";
}

function isWork({ kind }: StreamEvent): boolean {
  return kind === "init" || kind === "assistant" || kind === "user" || kind === "partial";
}
