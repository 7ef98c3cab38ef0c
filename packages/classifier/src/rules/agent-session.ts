import { cite } from "../cite.ts";
import { plainMessage } from "../quote.ts";
import { isZeroed } from "../reading/agent-word.ts";
import { harnessLine } from "../reading/harness-text.ts";
import type { Reading } from "../reading/reading.ts";
import { abstain, type Rule } from "../rule.ts";
import type { Claim } from "../verdict.ts";
import { agentSays, complaintRule } from "./agent-result.ts";

/** Failures of the stored session and of the start, by the harness's own word. */

const noSession =
  /^(?:Error: )?(?:No conversation found with session ID\b|--resume requires a valid session\b)/;

export const sessionNotFound: Rule = {
  id: "session-not-found",
  code: "session_not_found",
  names: "cause",
  seen:
    "Up to 2.1.0 on stderr only, later in the errors of a zeroed error_during_execution; 2.1.9 to 2.1.100 left stderr empty. " +
    "Exit 1 in all versions.",
  decidedBy: "the harness's message at start",
  judge(reading) {
    const { word } = reading;
    if (word.kind === "result" && !isZeroed(word.result)) return abstain("the run had a result of its own");
    const claims = inErrors(reading) ?? onStderr(reading);
    if (claims === null) return abstain("the harness does not miss a session");
    const said = claims.map(({ quote }) => quote).join(" ");
    return agentSays(reading, {
      summary: `The session to resume was not found: ${said}`,
      claims,
    });
  },
};

function inErrors({ complaint, evidence }: Reading): readonly Claim[] | null {
  const index = complaint?.errors.findIndex((error) => noSession.test(error)) ?? -1;
  if (complaint === null || index === -1) return null;
  return cite(evidence, "the agent's result says so", `${complaint.errorsPath}.${index}`);
}

function onStderr({ harness, end, evidence }: Reading): readonly Claim[] | null {
  if (end.kind === "ended" && end.exitCode === 0) return null;
  const line = harnessLine(harness, noSession);
  return line === null ? null : cite(evidence, "the harness says so", line.path, line.text);
}

/** Sentences by which the provider rejects what the session's file holds. All stand behind an HTTP 400. */
const rejectedHistory =
  /\bprevious[_ ]message[_ ]id\b|\b(?:could not process|unprocessable) image\b|\bimage [^\n]{0,60}could not be processed\b|`tool_use` ids were found without `tool_result`|unexpected `tool_use_id` found in `tool_result`|each tool_use must have a single result|due to tool use concurrency issues|thinking` blocks? [^\n]{0,80}cannot be modified|Invalid `signature` in `thinking`|expected `thinking` or `redacted_thinking`, but found|\bdimension[^\n]{0,40} for many-image requests\b/i;

/** The harness's own sentence for one of them; on CLI 2.1.90 it comes without a status. */
const ownSentence = /^An image in the conversation exceeds the dimension limit\b/;

export const sessionPoisoned: Rule = complaintRule({
  id: "session-poisoned",
  code: "session_poisoned",
  seen:
    "In production with --resume: HTTP 400 for a previous message id that is unknown, or for an image in the history that " +
    "can't be processed; each resume failed in the same way.",
  otherwise: "the provider does not reject the stored history",
  match: (complaint, { evidence }) => {
    const name = complaint.names.find((named) => named.name === "tool_history_mismatch");
    if (name !== undefined) {
      return [
        ...cite(evidence, "the harness calls it a mismatch in the history", name.path),
        ...cite(evidence, "the harness says", complaint.textPath),
      ];
    }
    const rejected = complaint.http === 400 && rejectedHistory.test(complaint.text.slice(0, 2000));
    if (!rejected && !ownSentence.test(complaint.text)) return null;
    return cite(evidence, "the provider rejects the history", complaint.textPath);
  },
  say: (message) => `The provider rejects the stored history: ${message}`,
});

export const startupFailed: Rule = {
  id: "startup-failed",
  code: "startup_failed",
  names: "cause",
  seen: "CLI 2.1.329: startup_failure_reason, or a zeroed error_during_execution without turns, exit 1.",
  decidedBy: "the harness's message at start",
  judge(reading) {
    const { complaint, evidence } = reading;
    if (complaint === null || complaint.result === null) return abstain("there is no error result");
    const reason = complaint.startupFailureReason;
    if (reason === null && !isZeroed(complaint.result)) return abstain("the agent had started");
    const claims = [
      ...cite(evidence, "why it did not start", `${complaint.path}.startupFailureReason`),
      ...cite(evidence, "the agent's result says so", complaint.textPath),
    ];
    const named = reason === null ? "" : ` (${plainMessage(reason, 60)})`;
    return agentSays(reading, {
      summary: `Claude Code did not start${named}: ${plainMessage(complaint.text, 160)}`,
      claims,
    });
  },
};

export const agentError: Rule = complaintRule({
  id: "agent-error",
  code: "agent_error",
  // Every error result fits it. What the cluster did to the run says nothing of it, though: then both are told.
  names: "remainder",
  seen: "Error results that name nothing more exact; unknown subtypes of coming versions land here.",
  otherwise: "it was interrupted while its pod was taken down",
  match: (complaint, reading) =>
    reading.interruption === null
      ? [
          ...cite(reading.evidence, "the agent's result is an error", `${complaint.path}.subtype`),
          ...cite(reading.evidence, "the agent says", complaint.textPath),
        ]
      : null,
  say: (message) => `Claude ended with an error: ${message || "it says nothing more"}`,
});
