import type { ParsedStream } from "@runverdict/stream-parser";
import { cite } from "../cite.ts";
import type { Code } from "../codes.ts";
import { plainMessage } from "../quote.ts";
import type { AgentEnded } from "../reading/agent-end.ts";
import type { HarnessLine } from "../reading/harness-line.ts";
import { isCutInEvent, isLogLossy, isLogUnproven, isTailLost } from "../reading/log-trust.ts";
import type { Reading } from "../reading/reading.ts";
import { lastResult } from "../reading/termination-message.ts";
import { tellingLine } from "../reading/telling-line.ts";
import { readWrapperFailure, type WrapperFailure } from "../reading/wrapper-failure.ts";
import { abstain, find, type Finding, type Rule } from "../rule.ts";
import { spellExit } from "../signals.ts";
import type { Claim, Competing } from "../verdict.ts";
import { cutShort, hadContent, whoEnded } from "./cut-short.ts";

/** What the exit code and the log alone allow to say. None of it outranks a result or a fact of the cluster. */

function inferenceRule(rule: {
  readonly id: string;
  readonly code: Code;
  readonly names: Rule["names"];
  readonly seen: string;
  /** Gives the finding, or why it does not apply. */
  readonly judge: (reading: Reading, end: AgentEnded) => Finding | string;
}): Rule {
  return {
    ...rule,
    decidedBy: "a result of the agent's, or what the cluster says of the end",
    judge(reading) {
      const { word, end } = reading;
      if (word.kind === "result") return abstain("the agent gave a result");
      if (end.kind !== "ended") return abstain("how the container ended is not known");
      const found = rule.judge(reading, end);
      return typeof found === "string" ? abstain(found) : found;
    },
  };
}

function infer(
  reading: Reading,
  end: AgentEnded,
  summary: string,
  more: readonly Claim[] = [],
  competing: readonly Competing[] = [],
): Finding {
  const exit = cite(reading.evidence, "its exit", end.path);
  return find({
    confidence: isLogUnproven(reading.evidence) ? "guess" : "likely",
    summary,
    claims: [...exit, ...more],
    competing,
  });
}

/** A failure of the in-pod wrapper, by its own word, is not the agent's doing. */
function inferWrapperFailure(
  reading: Reading,
  end: AgentEnded,
  when: string,
  { problem, path }: WrapperFailure,
): Finding {
  const summary = `The in-pod wrapper failed ${when} (exit ${spellExit(end.exitCode)}): ${problem || "it does not say why"}`;
  return {
    ...infer(reading, end, summary, cite(reading.evidence, "the wrapper's last word", path)),
    attribution: "runner",
    resolution: "Fix what the wrapper names, or run without it; the agent itself did nothing wrong.",
  };
}

export const startupExit: Rule = inferenceRule({
  id: "startup-exit",
  code: "startup_failed",
  names: "cause",
  seen: "Bad flags, a missing MCP file, root with skipped permissions, a session id in use: exit 1, text on stderr, no event at all; exit 126 and 127 of the shell; exit 125 of the in-pod wrapper, with its last word.",
  judge(reading, end) {
    const { evidence, harness } = reading;
    const shell = end.exitCode === 126 || end.exitCode === 127;
    const counts = evidence.stream?.counts ?? null;
    const failure = readWrapperFailure(evidence, end);
    if (failure !== null && !failure.agentWrote && (counts?.events ?? 0) === 0)
      return inferWrapperFailure(reading, end, "before the agent wrote anything", failure);
    // A part of an event proves that there was one: a capture may begin in the last line of the agent's.
    const mute =
      end.exitCode === 1 &&
      counts !== null &&
      counts.events + counts.byKind.broken === 0 &&
      !isLogLossy(evidence);
    if (!shell && !mute)
      return end.exitCode === 1
        ? "the agent had started to write events, or its log is not complete"
        : "the exit code is not one of a failed start";
    if (shell && (evidence.stream?.counts.events ?? 0) > 0) return "the agent had started to write events";
    const line = tellingLine(harness);
    const quote = line === null ? "it wrote nothing" : plainMessage(line.text, 180);
    return infer(
      reading,
      end,
      `The agent did not start (exit ${spellExit(end.exitCode)}): ${quote}`,
      line === null ? [] : cite(evidence, "it wrote", line.path, line.text),
    );
  },
});

export const logIncomplete: Rule = {
  id: "log-incomplete",
  code: "log_incomplete",
  names: "symptom",
  seen: "A rotated or reset log whose end never arrived, beside exit 0: the agent may well have finished.",
  decidedBy: "the end of the log, read again while the pod exists",
  judge(reading) {
    const { word, end, evidence } = reading;
    if (word.kind === "result") return abstain("the agent gave a result");
    if (!isTailLost(evidence)) return abstain("the transport does not say that the end was lost");
    if (end.kind === "ended" && end.exitCode !== 0 && end.exitCode !== null)
      return abstain("the exit code says that it failed");
    const exit = end.kind === "ended" ? cite(evidence, "its exit", end.path) : [];
    return find({
      confidence: "likely",
      summary: "The end of the log was lost, so whether the agent finished is not known.",
      claims: [
        ...exit,
        ...cite(evidence, "the log's completeness", "run.log.completeness"),
        ...cite(evidence, "how the log stream ended", "run.log.end"),
      ],
    });
  },
};

export const emptyMessage: Rule = inferenceRule({
  id: "empty-message",
  code: "empty_response",
  names: "cause",
  seen: "A degraded provider behind a gateway, in the original's reports: an assistant event without a block, a stop reason or output tokens, and then the end.",
  judge(reading, end) {
    const { evidence } = reading;
    if (end.exitCode !== null && isSignal(end.exitCode)) return "the exit code is that of a signal";
    if (isLogLossy(evidence)) return "what followed may be lost";
    const said = evidence.stream?.conversation.lastAssistant ?? null;
    // Null stop reasons and stale tokens stand on every event of current CLIs; without a single block they are true.
    if (evidence.stream === null || said === null || hadBlocks(evidence.stream))
      return "the model said something, or nothing is known of it";
    if (said.stopReason !== null || (said.outputTokens ?? 0) > 0 || isCutInEvent(evidence.stream))
      return "the model's message was not empty, or not the end";
    return infer(
      reading,
      end,
      `The model answered nothing (${plainMessage(said.model ?? evidence.stream.session.init?.model ?? "the model", 60)}), and Claude ended without a result.`,
      cite(evidence, "output tokens of its only message", "stream.conversation.lastAssistant.outputTokens"),
    );
  },
});

/** Whether the conversation holds anything but empty messages. */
function hadBlocks({ conversation, tools, counts }: ParsedStream): boolean {
  const blocks = Object.values(conversation.blocks).some((count) => count > 0);
  return blocks || tools.started > 0 || counts.byKind.partial > 0;
}

const notOom: readonly Competing[] = [
  {
    code: "oom_killed",
    because: "a memory limit may have killed it unreported",
    decidedBy: "the container's memory near its end, or reason OOMKilled",
  },
];

export const killed: Rule = inferenceRule({
  id: "killed",
  code: "killed",
  names: "symptom",
  seen: "Exit 137 with reason Error: a forced kill after the grace period, a node going down, crictl stop; never proof of OOM.",
  judge: (reading, end) =>
    end.exitCode === 137
      ? infer(reading, end, cutShort(reading, "exit code 137 (SIGKILL), sender unknown"), [], notOom)
      : "the exit code is not 137",
});

const askedToStop = new Set([143, 130, 129]);

export const terminated: Rule = inferenceRule({
  id: "terminated",
  code: "terminated",
  names: "symptom",
  seen: "SIGTERM never gives a result, on any CLI version: exit 143; SIGHUP exit 129; SIGINT exit 130.",
  judge: (reading, end) =>
    end.exitCode !== null && askedToStop.has(end.exitCode)
      ? infer(reading, end, cutShort(reading, `exit code ${spellExit(end.exitCode)}, sender unknown`))
      : "the exit code is not that of a stop signal",
});

const faults = new Set([132, 134, 135, 136, 139]);

export const crashed: Rule = inferenceRule({
  id: "crashed",
  code: "crashed",
  names: "cause",
  seen: "SIGSEGV exit 139 and SIGABRT exit 134, with the runtime's crash report on stderr.",
  judge: (reading, end) =>
    end.exitCode !== null && faults.has(end.exitCode)
      ? infer(reading, end, `The agent crashed: exit code ${spellExit(end.exitCode)}.`)
      : "the exit code is not that of a fault",
});

export const outputTruncated: Rule = inferenceRule({
  id: "output-truncated",
  code: "output_truncated",
  names: "symptom",
  seen: "Exit 0 and a cut last line: SIGTERM with a full pipe (2.1.329), a slow reader (1.0.128, 2.0.77), stdout closed early.",
  judge(reading, end) {
    const { stream } = reading.evidence;
    if (end.exitCode !== 0) return "the exit code is not 0";
    if (stream === null) return "no output was captured";
    const cut = isCutInEvent(stream);
    if (!cut && !hadContent(stream)) return "there was no content, and the last line is whole";
    const where = cut ? "the last line is cut" : "the output stops before the result";
    const claim = cut ? cite(reading.evidence, "the last line is cut", "stream.lastLineCut") : [];
    return infer(reading, end, cutShort(reading, `exit code 0, but ${where}`), claim);
  },
});

export const noResult: Rule = inferenceRule({
  id: "no-result",
  code: "no_result",
  names: "symptom",
  seen: "SIGINT on CLIs up to 2.1.70: exit 0 after nothing but an init event.",
  judge(reading, end) {
    const { stream } = reading.evidence;
    if (end.exitCode !== 0) return "the exit code is not 0";
    if (stream === null || stream.counts.bytes === 0) return "there is no output at all";
    if (hadContent(stream)) return "there was content";
    return infer(
      reading,
      end,
      stream.counts.events === 0
        ? "The agent exited with 0, and no line that it wrote is an event of Claude's."
        : "Claude exited with 0 after its start, without content or result.",
      cite(reading.evidence, "events it wrote", "stream.counts.events"),
    );
  },
});

export const noOutput: Rule = inferenceRule({
  id: "no-output",
  code: "no_output",
  names: "symptom",
  seen: "stdin in stream-json closed at once: exit 0 and not a byte on stdout.",
  judge(reading, end) {
    const { evidence } = reading;
    if (end.exitCode !== 0) return "the exit code is not 0";
    if (evidence.stream === null || evidence.stream.counts.bytes > 0)
      return "there is output, or none was captured";
    return infer(
      reading,
      end,
      "The agent exited with 0 and wrote nothing at all.",
      cite(evidence, "bytes it wrote", "stream.counts.bytes"),
    );
  },
});

function isSignal(exitCode: number): boolean {
  return exitCode === 137 || askedToStop.has(exitCode) || faults.has(exitCode);
}

/** Nobody knows what else the agent said, so its word is quoted, and decides nothing. */
function inferFromMessage(reading: Reading, end: AgentEnded, { text, path }: HarnessLine): Finding {
  const summary = `Claude exited with code ${spellExit(end.exitCode)}, and its result stands in the termination message alone: ${plainMessage(text, 160)}`;
  return infer(reading, end, summary, cite(reading.evidence, "the end of its log", path, text));
}

export const exited: Rule = inferenceRule({
  id: "exited",
  code: "exited",
  names: "cause",
  seen: "Any other exit code without a result, such as exit 3 of an entrypoint, or exit 125 of an in-pod wrapper that failed while the agent worked.",
  judge(reading, end) {
    if (end.exitCode === null || end.exitCode === 0) return "the exit code is 0 or unknown";
    if (isSignal(end.exitCode)) return "the exit code is that of a signal";
    const failure = readWrapperFailure(reading.evidence, end);
    if (failure !== null) return inferWrapperFailure(reading, end, "while the agent worked", failure);
    const line = tellingLine(reading.harness);
    const result = line === null ? lastResult(reading.evidence, end) : null;
    if (result !== null) return inferFromMessage(reading, end, result);
    const said = line === null ? "it wrote nothing that says why" : plainMessage(line.text, 160);
    const summary = `${whoEnded(reading)} exited with code ${spellExit(end.exitCode)} and no result: ${said}`;
    return infer(
      reading,
      end,
      summary,
      line === null ? [] : cite(reading.evidence, "it wrote", line.path, line.text),
    );
  },
});
