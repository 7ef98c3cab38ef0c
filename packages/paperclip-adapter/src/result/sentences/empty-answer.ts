import type { RunEnd } from "../run-end.ts";

const sentence =
  "LLM API returned an empty response (stop_reason: null, output_tokens: 0) — the upstream model API may be degraded or misconfigured";

/** The original's sentence for an empty answer, where what it says in brackets is so; null for every other shape of one. */
export function emptyAnswer({ stream }: RunEnd): string | null {
  const said = stream?.conversation.lastAssistant ?? null;
  const result = stream?.results.last ?? null;
  const stopReason = said?.stopReason ?? result?.stopReason ?? null;
  const outputTokens = said?.outputTokens ?? result?.tokens?.output ?? null;
  return stopReason === null && outputTokens === 0 ? sentence : null;
}
