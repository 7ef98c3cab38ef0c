import { z } from "zod";

/** What a session has used so far, as Claude Code counts it; null for a figure that it did not tell. Dollars for the cost. */
export interface SessionTotals {
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly cacheReadTokens: number | null;
  readonly cacheCreationTokens: number | null;
  readonly costUsd: number | null;
}

const figure = z.number().nonnegative().nullable();

const totals: z.ZodType<SessionTotals> = z.object({
  inputTokens: figure,
  outputTokens: figure,
  cacheReadTokens: figure,
  cacheCreationTokens: figure,
  costUsd: figure,
});

/** Null for what is none. */
export function readTotals(raw: unknown): SessionTotals | null {
  const read = totals.safeParse(raw);
  return read.success ? read.data : null;
}
