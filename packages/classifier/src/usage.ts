import type { ParsedStream } from "@runverdict/stream-parser";
import type { Usage } from "./verdict.ts";

const unknown: Usage = {
  provenance: "unknown",
  inputTokens: null,
  outputTokens: null,
  cacheReadTokens: null,
  cacheCreationTokens: null,
  costUsd: null,
};

/** What the run used, as far as anybody said. Absent is never zero: a cut run was once billed as if it had not been. */
export function readUsage(stream: ParsedStream | null): Usage {
  if (stream === null) return unknown;
  const { provenance, tokens, costUsd } = stream.usage;
  return {
    provenance,
    inputTokens: tokens?.input ?? null,
    outputTokens: tokens?.output ?? null,
    cacheReadTokens: tokens?.cacheRead ?? null,
    cacheCreationTokens: tokens?.cacheCreation ?? null,
    costUsd,
  };
}
