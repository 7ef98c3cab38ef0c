import type { Usage, Verdict } from "@runverdict/classifier";
import { count, dollars } from "@runverdict/stream-parser/describe";
import { instant } from "./clock.ts";
import { exactWords, provenanceWords, retryActionWords, provenWords } from "./words.ts";

/** Sentences for people out of the fields of a verdict; what is foreign in them is not yet made printable. */

export function reachWords({ atLeast, atMost }: Verdict["progress"]): string {
  if (atLeast === atMost) return exactWords[atLeast];
  return `Proven: ${provenWords[atLeast]}. Possible: ${provenWords[atMost]}.`;
}

/** What proves that the run had a session. */
const began: ReadonlySet<Verdict["progress"]["atLeast"]> = new Set(["initialised", "content", "result"]);

/** Whether and how to run it again; empty where nobody would think of it. */
export function retryWords({ outcome, progress, retry, session }: Verdict): string {
  const { action, hint, notBefore } = retry;
  if (outcome === "succeeded" && action === "none") return "";
  const parts = [
    hint === null || action === "none"
      ? retryActionWords[action]
      : hint.slice(0, 1).toLowerCase() + hint.slice(1),
    action === "none" ? (hint ?? "") : "",
    notBefore === null ? "" : `Not before ${instant(Date.parse(notBefore))}.`,
    action === "none" && session === "keep" && began.has(progress.atLeast)
      ? "The session can be resumed by hand."
      : "",
    session === "drop" && hint === null ? "The session can't be used again." : "",
  ];
  return parts.filter((part) => part !== "").join(" ");
}

/** `pod: nobody looked`, `job: nobody looked` → `pod, job (nobody looked)`. */
export function missingWords(missing: readonly string[]): string {
  const byReason = new Map<string, readonly string[]>();
  for (const one of missing) {
    const [what = one, ...reason] = one.split(": ");
    const why = reason.join(": ");
    byReason.set(why, [...(byReason.get(why) ?? []), what]);
  }
  const groups = [...byReason].map(([why, what]) => `${what.join(", ")}${why === "" ? "" : ` (${why})`}`);
  return groups.join("; ");
}

/** Figures that nobody gave are left out, and so are caches that were not used. The cost has a source of its own. */
export function usageWords(usage: Usage): string {
  const figures = [
    figure(usage.inputTokens, "tokens in"),
    figure(usage.outputTokens, "out"),
    figure(usage.cacheReadTokens || null, "read from cache"),
    figure(usage.cacheCreationTokens || null, "written to cache"),
  ];
  const tokens = figures.filter((part) => part !== "").join(", ");
  const provenance = provenanceWords[usage.provenance];
  if (usage.costUsd === null) return tokens === "" ? "not known" : `${tokens} (${provenance})`;
  const known = tokens === "" ? "tokens not known" : `${tokens} (${provenance})`;
  return `${known}, ${dollars(usage.costUsd)}`;
}

function figure(value: number | null, unit: string): string {
  return value === null ? "" : `${count(value)} ${unit}`;
}

/** Begins with a capital and ends with a stop. */
export function sentence(text: string): string {
  const stopped = /[.!?…]["')]?$/u.test(text) ? text : `${text}.`;
  return stopped.slice(0, 1).toUpperCase() + stopped.slice(1);
}
