/** What a result says beside its text. */
export interface ResultFigures {
  readonly isError: boolean;
  readonly subtype: string;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cachedTokens: number;
  /** US dollars. */
  readonly costUsd: number;
}

export interface ResultWords extends ResultFigures {
  /** One line; empty where the agent has said it already. */
  readonly text: string;
}

const counts = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const figures =
  /^(success|failed)(?: \(([^()]{1,80})\))? · ([0-9,]{1,30}) tokens in, ([0-9,]{1,30}) out, ([0-9,]{1,30}) cached · \$([0-9.]{1,30})(?: · [^:]{0,80})?(?:: (.*))?$/su;

/**
 * `failed (error_max_turns) · 1,234 tokens in, 56 out, 0 cached · $0.0123 · 3 turns, 12.3 s: Reached the maximum`.
 * `more`: what a person wants to know besides; without a colon.
 */
export function writeResult(words: ResultWords, more: string): string {
  const { isError, subtype, inputTokens, outputTokens, cachedTokens, costUsd, text } = words;
  const kind = subtype === "success" || subtype === "" ? "" : ` (${subtype})`;
  const tokens = `${counted(inputTokens)} tokens in, ${counted(outputTokens)} out, ${counted(cachedTokens)} cached`;
  const parts = [`${isError ? "failed" : "success"}${kind}`, tokens, `$${costUsd.toFixed(4)}`, more];
  return `${parts.filter((part) => part !== "").join(" · ")}${text === "" ? "" : `: ${text}`}`;
}

/** Null for words that are not a result's. */
export function readResult(line: string): ResultWords | null {
  const found = figures.exec(line);
  if (found === null) return null;
  const [, outcome, subtype, inputTokens, outputTokens, cachedTokens, cost, text = ""] = found;
  return {
    isError: outcome === "failed",
    subtype: subtype ?? "success",
    inputTokens: number(inputTokens),
    outputTokens: number(outputTokens),
    cachedTokens: number(cachedTokens),
    costUsd: number(cost),
    text,
  };
}

function counted(value: number): string {
  return counts.format(Math.max(value, 0));
}

function number(text = ""): number {
  const value = Number(text.replaceAll(",", ""));
  return Number.isFinite(value) ? value : 0;
}
