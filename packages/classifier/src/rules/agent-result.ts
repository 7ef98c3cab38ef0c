import { cite } from "../cite.ts";
import type { Code } from "../codes.ts";
import { plainMessage } from "../quote.ts";
import { isErrorResult } from "../reading/agent-word.ts";
import type { Complaint } from "../reading/complaint.ts";
import type { Reading } from "../reading/reading.ts";
import { abstain, find, type Finding, type Rule } from "../rule.ts";
import type { Claim, Confidence } from "../verdict.ts";
import type { ResultFacts } from "@runverdict/stream-parser";
import type { Sighted } from "../reading/sight.ts";

/** The last real result, where it reports no error. */
export function quietResult({ word }: Reading): Sighted<ResultFacts> | null {
  return word.kind === "result" && !isErrorResult(word.result)
    ? { value: word.result, path: word.path }
    : null;
}

/** The agent's word is `confirmed` when the way its process ended agrees with it, and `likely` when it stands alone. */
function confidenceOfError({ word, end }: Reading): Confidence {
  if (end.kind !== "ended" || word.kind !== "result") return "likely";
  return end.exitCode !== 0 && end.exitCode !== null ? "confirmed" : "likely";
}

/** What a rule says when the agent's own word decides. */
export function agentSays(
  reading: Reading,
  say: { readonly summary: string; readonly claims: readonly Claim[] } & Partial<Finding>,
): Finding {
  const { end } = reading;
  const exit = end.kind === "ended" ? cite(reading.evidence, "how its process ended", end.path) : [];
  return find({ confidence: confidenceOfError(reading), ...say, claims: [...say.claims, ...exit] });
}

/** A rule over what the harness said went wrong. `match` gives the claims that prove it, or null. */
export function complaintRule(rule: {
  readonly id: string;
  readonly code: Code;
  readonly names?: Rule["names"];
  readonly seen: string;
  readonly otherwise: string;
  readonly match: (complaint: Complaint, reading: Reading) => readonly Claim[] | null;
  readonly say: (message: string, complaint: Complaint) => string;
  readonly notBefore?: (complaint: Complaint, reading: Reading) => number | null;
}): Rule {
  return {
    id: rule.id,
    code: rule.code,
    names: rule.names ?? "cause",
    seen: rule.seen,
    decidedBy: "the agent's last result",
    judge(reading) {
      const { complaint } = reading;
      if (complaint === null) return abstain("the agent reports no error");
      const claims = rule.match(complaint, reading);
      if (claims === null) return abstain(rule.otherwise);
      const summary = rule.say(plainMessage(complaint.text, 160), complaint);
      return agentSays(reading, { summary, claims, notBefore: rule.notBefore?.(complaint, reading) ?? null });
    },
  };
}
