import type { LogTestimony } from "@runverdict/classifier";
import { absent, evidence, exitCode, found } from "../support/evidence.ts";
import { pod, running, terminated } from "../support/kubernetes.ts";
import { testRule } from "../support/rule-table.ts";
import type { Decision, NearMiss } from "../support/rule-table.ts";
import {
  apiFailure,
  cutStream,
  errorResult,
  init,
  prose,
  stream,
  success,
  system,
  toolCall,
} from "../support/stream.ts";
import type { WireLine } from "../support/stream.ts";

function ended(code: number, ...lines: readonly WireLine[]) {
  return evidence({ stream: stream(lines), run: exitCode(code) });
}

function logged(code: number, log: Partial<LogTestimony>, ...lines: readonly WireLine[]) {
  return evidence({
    stream: stream(lines),
    run: { ...exitCode(code), log: { completeness: null, end: null, ...log } },
  });
}

const exit = (code: number) => ["run.exit.code", String(code)] as const;
const resulted: NearMiss = {
  evidence: ended(137, init(), success("Done.")),
  because: "the agent gave a result",
};
const unseenEnd: NearMiss = {
  evidence: evidence({ stream: stream([init()]) }),
  because: "how the container ended is not known",
};
const runs: NearMiss = {
  evidence: evidence({ pod: found(pod({ agent: running() })) }),
  because: "how the container ended is not known",
};

/** A wrapped container that ended so, with this as its last word. */
function wrapped(code: number, message: string, ...lines: readonly WireLine[]) {
  const agent = terminated(code, "Error", { message });
  return evidence({ stream: stream(lines), pod: found(pod({ agent, phase: "Failed" })) });
}

/** A container of whose log nobody has more than its termination message. */
const onlyMessage = (message: string) => evidence({ pod: wrapped(1, message).pod });

function ownFailure(problem?: string, stdoutBytes = 0): string {
  const ending = { kind: "wrapper-failed", code: 125, problem };
  return `${JSON.stringify({ runverdict: 1, phase: "done", ending, stdout: { bytes: stdoutBytes } })}\n`;
}

const noSpace = "the wrapper failed: ENOSPC: no space left on device, write";
const fixWrapper = "Fix what the wrapper names, or run without it; the agent itself did nothing wrong.";
const wrapperClaims = [
  ["pod.value.agent.state.exitCode", "125"],
  ["pod.value.agent.state.message", "(structured message)"],
] as const;

const badFlag = "error: unknown option '--no-such-flag'";

testRule("startup-exit", {
  code: "startup_failed",
  decides: {
    "exit 1 and nothing but the harness's text": {
      evidence: ended(1, "", badFlag, "(Did you mean --no-flag?)"),
      confidence: "likely",
      summary: `The agent did not start (exit 1): ${badFlag}`,
      claims: [exit(1), ["stream.text.head.0.text", badFlag]],
      competing: ["exited"],
    },
    "the same on stderr": {
      evidence: evidence({
        stream: stream([]),
        run: {
          ...exitCode(1),
          stderr: [
            { line: 1, text: "  " },
            { line: 2, text: badFlag },
          ],
        },
      }),
      confidence: "likely",
      summary: `The agent did not start (exit 1): ${badFlag}`,
      claims: [exit(1), ["run.stderr.1.text", badFlag]],
    },
    "exit 1 and not a word": {
      evidence: ended(1),
      confidence: "likely",
      summary: "The agent did not start (exit 1): it wrote nothing",
      claims: [exit(1)],
    },
    "a log of which nobody knows whether it is complete": {
      evidence: logged(1, { completeness: "unproven" }),
      confidence: "guess",
      summary: "The agent did not start (exit 1): it wrote nothing",
      claims: [exit(1)],
    },
    "exit 127: the shell found no such command": {
      evidence: ended(127, "/bin/sh: 1: claude: not found"),
      confidence: "likely",
      summary: "The agent did not start (exit 127): /bin/sh: 1: claude: not found",
      claims: [exit(127), ["stream.text.head.0.text", "/bin/sh: 1: claude: not found"]],
    },
    "a crash of Node, whose first line is a place in its own source": {
      evidence: ended(
        1,
        "node:internal/modules/cjs/loader:1568",
        "  throw err;",
        "Error: Cannot find module",
      ),
      confidence: "likely",
      summary: "The agent did not start (exit 1): Error: Cannot find module",
      claims: [exit(1), ["stream.text.head.2.text", "Error: Cannot find module"]],
    },
    "exit 126 of a run whose output nobody captured": {
      evidence: evidence({ run: exitCode(126) }),
      confidence: "likely",
      summary: "The agent did not start (exit 126): it wrote nothing",
      claims: [exit(126)],
    },
    "a wrapper that failed before there was an event, by its own word": {
      evidence: wrapped(125, ownFailure("wrapper.json is no JSON")),
      confidence: "likely",
      summary:
        "The in-pod wrapper failed before the agent wrote anything (exit 125): wrapper.json is no JSON",
      resolution: fixWrapper,
      attribution: "runner",
      claims: wrapperClaims,
    },
    "a wrapper that failed in a run whose output nobody captured": {
      evidence: evidence({ pod: wrapped(125, ownFailure(noSpace)).pod }),
      confidence: "likely",
      summary: `The in-pod wrapper failed before the agent wrote anything (exit 125): ${noSpace}`,
      resolution: fixWrapper,
      attribution: "runner",
      claims: wrapperClaims,
    },
    "a wrapper that failed and could not say why": {
      evidence: wrapped(125, ownFailure()),
      confidence: "likely",
      summary: "The in-pod wrapper failed before the agent wrote anything (exit 125): it does not say why",
      resolution: fixWrapper,
      attribution: "runner",
      claims: wrapperClaims,
    },
  },
  lets: {
    "a run with a result": resulted,
    "a run that nobody saw end": unseenEnd,
    "another exit code": {
      evidence: ended(2, badFlag),
      because: "the exit code is not one of a failed start",
    },
    "exit 1 after an event": {
      evidence: ended(1, init(), badFlag),
      because: "the agent had started to write events, or its log is not complete",
    },
    "exit 1 after a part of an event": {
      evidence: ended(1, '{"type":"assistant","message":', badFlag),
      because: "the agent had started to write events, or its log is not complete",
    },
    "exit 1, and nobody captured the output": {
      evidence: evidence({ run: exitCode(1) }),
      because: "the agent had started to write events, or its log is not complete",
    },
    "exit 1, and the end of the log is lost": {
      evidence: logged(1, { completeness: "tail_lost" }, badFlag),
      because: "the agent had started to write events, or its log is not complete",
    },
    "exit 1, and the head of the log is lost": {
      evidence: logged(1, { completeness: "head_lost" }, badFlag),
      because: "the agent had started to write events, or its log is not complete",
    },
    "exit 1, and the log has a gap": {
      evidence: logged(1, { completeness: "gap" }, badFlag),
      because: "the agent had started to write events, or its log is not complete",
    },
    "exit 125 of a wrapper whose agent had written what nobody captured": {
      evidence: wrapped(125, ownFailure(noSpace, 4096)),
      because: "the exit code is not one of a failed start",
    },
    "exit 125 without a last word": {
      evidence: evidence({ pod: found(pod({ agent: terminated(125, "Error"), phase: "Failed" })) }),
      because: "the exit code is not one of a failed start",
    },
    "exit 125 of anybody": {
      evidence: wrapped(125, "timeout: failed to run command"),
      because: "the exit code is not one of a failed start",
    },
    "exit 125 with the last word of a wrapper whose agent ended so": {
      evidence: wrapped(125, ownFailure().replace("wrapper-failed", "exited")),
      because: "the exit code is not one of a failed start",
    },
    "exit 125 with more than a termination message can hold": {
      evidence: wrapped(125, ownFailure("x".repeat(9000))),
      because: "the exit code is not one of a failed start",
    },
    "exit 127 of a tool that the agent ran last": {
      evidence: ended(127, init(), toolCall("Bash")),
      because: "the agent had started to write events",
    },
  },
});

const lost = "The end of the log was lost, so whether the agent finished is not known.";

testRule("log-incomplete", {
  code: "log_incomplete",
  decides: {
    "exit 0, and the transport lost the end": {
      evidence: logged(0, { completeness: "tail_lost", end: "eof" }, init(), prose("Working.")),
      confidence: "likely",
      summary: lost,
      claims: [exit(0), ["run.log.completeness", "tail_lost"], ["run.log.end", "eof"]],
      competing: ["output_truncated"],
    },
    "exit 0, and a stream that was reset and not read again": {
      evidence: logged(0, { end: "reset" }, init()),
      confidence: "likely",
      summary: lost,
      claims: [exit(0), ["run.log.end", "reset"]],
      competing: ["no_result"],
    },
    "an exit code that nobody knows": {
      evidence: evidence({
        stream: stream([init()]),
        pod: found(pod({ agent: { terminated: { reason: "Error" } } })),
        run: { log: { completeness: "tail_lost", end: null } },
      }),
      confidence: "likely",
      summary: lost,
      claims: [["run.log.completeness", "tail_lost"]],
    },
    "an end that nobody saw, of a pod that is gone because we tore it down": {
      evidence: evidence({
        stream: stream([init()]),
        pod: absent(pod({ agent: running() })),
        run: {
          intents: [{ kind: "teardown", phase: null, at: null, by: null }],
          log: { completeness: "tail_lost", end: null },
        },
      }),
      confidence: "likely",
      summary: lost,
      claims: [["run.log.completeness", "tail_lost"]],
    },
  },
  lets: {
    "a run with a result": {
      evidence: logged(0, { completeness: "tail_lost" }, init(), success("Done.")),
      because: "the agent gave a result",
    },
    "a log of which nothing is known": {
      evidence: ended(0, init()),
      because: "the transport does not say that the end was lost",
    },
    "a log that is complete": {
      evidence: logged(0, { completeness: "complete", end: "eof" }, init()),
      because: "the transport does not say that the end was lost",
    },
    "a stream that was reset, and read again to the end": {
      evidence: logged(0, { completeness: "complete", end: "reset" }, init()),
      because: "the transport does not say that the end was lost",
    },
    "a log that is unproven, which alone changes nothing": {
      evidence: logged(0, { completeness: "unproven", end: "eof" }, init()),
      because: "the transport does not say that the end was lost",
    },
    "a stream that is still open": {
      evidence: logged(0, { end: "open" }, init()),
      because: "the transport does not say that the end was lost",
    },
    "an exit code that says what happened": {
      evidence: logged(1, { completeness: "tail_lost" }, init()),
      because: "the exit code says that it failed",
    },
  },
});

const midStream = (cause: string, model = "claude-opus-5-5") =>
  `Claude run was truncated mid-stream (model: ${model}) — assistant produced content but no result event arrived; ${cause}`;
const withoutContent = (cause: string) => `Claude ended without a result: ${cause}`;
const kill = "exit code 137 (SIGKILL), sender unknown";
const partial: WireLine = {
  type: "stream_event",
  event: { type: "message_start", message: {} },
  session_id: "x",
};

testRule("killed", {
  code: "killed",
  decides: {
    "exit 137 after an answer of the model": {
      evidence: ended(137, init(), prose("Working.")),
      confidence: "likely",
      summary: midStream(kill),
      claims: [exit(137)],
      competing: ["oom_killed"],
    },
    "exit 137 in the middle of the first answer": {
      evidence: ended(137, init(), partial),
      confidence: "likely",
      summary: midStream(kill),
      claims: [exit(137)],
    },
    "exit 137 of a model that the stream does not name": {
      evidence: ended(137, prose("Working.")),
      confidence: "likely",
      summary: midStream(kill, "unknown"),
      claims: [exit(137)],
    },
    "exit 137 before any answer": {
      evidence: ended(137, init()),
      confidence: "likely",
      summary: withoutContent(kill),
      claims: [exit(137)],
      competing: ["oom_killed"],
    },
    "exit 137 of a run whose output nobody captured": {
      evidence: evidence({ run: exitCode(137) }),
      confidence: "likely",
      summary: `The agent ended without a result: ${kill}`,
      claims: [exit(137)],
    },
    "SIGKILL of a local process": {
      evidence: evidence({ stream: stream([init()]), run: { exit: { kind: "signal", signal: "SIGKILL" } } }),
      confidence: "likely",
      summary: withoutContent(kill),
      claims: [["run.exit.signal", "SIGKILL"]],
    },
    "exit 137 with reason Error, and a log that may lack something": {
      evidence: evidence({
        stream: stream([init()]),
        pod: found(pod({ phase: "Failed", agent: terminated(137, "Error") })),
        run: { log: { completeness: "unproven", end: "eof" } },
      }),
      confidence: "guess",
      summary: withoutContent(kill),
      claims: [["pod.value.agent.state.exitCode", "137"]],
    },
  },
  lets: {
    "a run with a result": resulted,
    "a run that nobody saw end": unseenEnd,
    "a container that runs": runs,
    "another exit code": { evidence: ended(9, init()), because: "the exit code is not 137" },
  },
});

testRule("terminated", {
  code: "terminated",
  decides: Object.fromEntries(
    (
      [
        ["SIGTERM", 143],
        ["SIGINT", 130],
        ["SIGHUP", 129],
      ] as const
    ).map(([signal, code]): [string, Decision] => [
      signal,
      {
        evidence: ended(code, init(), prose("Working.")),
        confidence: "likely",
        summary: midStream(`exit code ${code} (${signal}), sender unknown`),
        claims: [exit(code)],
        competing: [],
      },
    ]),
  ),
  lets: {
    "a run with a result": resulted,
    "a run that nobody saw end": unseenEnd,
    "SIGQUIT, which asks for a core": {
      evidence: ended(131, init()),
      because: "the exit code is not that of a stop signal",
    },
    "an exit code that nobody knows": {
      evidence: evidence({ run: { exit: { kind: "signal", signal: "SIGRTMIN" } } }),
      because: "the exit code is not that of a stop signal",
    },
  },
});

testRule("crashed", {
  code: "crashed",
  decides: Object.fromEntries(
    (
      [
        ["SIGILL", 132],
        ["SIGABRT", 134],
        ["SIGBUS", 135],
        ["SIGFPE", 136],
        ["SIGSEGV", 139],
      ] as const
    ).map(([signal, code]): [string, Decision] => [
      signal,
      {
        evidence: ended(code, init(), prose("Working.")),
        confidence: "likely",
        summary: `The agent crashed: exit code ${code} (${signal}).`,
        claims: [exit(code)],
        competing: [],
      },
    ]),
  ),
  lets: {
    "a run with a result": { ...resulted, evidence: ended(139, init(), success("Done.")) },
    "a run that nobody saw end": unseenEnd,
    "SIGTRAP, which a debugger sends": {
      evidence: ended(133, init()),
      because: "the exit code is not that of a fault",
    },
    "an exit code that nobody knows": {
      evidence: evidence({ run: { exit: { kind: "signal", signal: "SIGRTMIN" } } }),
      because: "the exit code is not that of a fault",
    },
  },
});

/** What the original's reports show of a degraded provider (FAR-30). */
const emptyEvent = (more: object = {}): WireLine => ({
  type: "assistant",
  session_id: "sess_mm",
  message: { id: "msg_empty", stop_reason: null, usage: { output_tokens: 0 }, content: [], ...more },
});
const tokens = "stream.conversation.lastAssistant.outputTokens";

testRule("empty-message", {
  code: "empty_response",
  decides: {
    "a message without a block, a stop reason or output tokens, and exit 0": {
      evidence: ended(0, init(), emptyEvent()),
      confidence: "likely",
      summary: "The model answered nothing (claude-opus-5-5), and Claude ended without a result.",
      claims: [exit(0), [tokens, "0"]],
      competing: [],
    },
    "the same with an exit code of failure, and the model's own name": {
      evidence: ended(255, init(), emptyEvent({ model: "MiniMax-M2.7" })),
      confidence: "likely",
      summary: "The model answered nothing (MiniMax-M2.7), and Claude ended without a result.",
      claims: [exit(255), [tokens, "0"]],
      competing: ["exited"],
    },
    "a gateway that counts no tokens at all": {
      evidence: ended(1, emptyEvent({ usage: undefined })),
      confidence: "likely",
      summary: "The model answered nothing (the model), and Claude ended without a result.",
      claims: [exit(1)],
    },
  },
  lets: {
    "a run with a result": resulted,
    "a run that nobody saw end": unseenEnd,
    "a run that was killed": {
      evidence: ended(137, init(), emptyEvent()),
      because: "the exit code is that of a signal",
    },
    "a log that lost its end": {
      evidence: logged(1, { completeness: "tail_lost" }, init(), emptyEvent()),
      because: "what followed may be lost",
    },
    "a message that says something, as all do on current CLIs with a null stop reason": {
      evidence: ended(0, init(), emptyEvent({ content: [{ type: "text", text: "Hello." }] })),
      because: "the model said something, or nothing is known of it",
    },
    "an empty message after work": {
      evidence: ended(0, init(), toolCall("Bash"), emptyEvent()),
      because: "the model said something, or nothing is known of it",
    },
    "a run without any message": {
      evidence: ended(0, init()),
      because: "the model said something, or nothing is known of it",
    },
    "a message that ended its turn": {
      evidence: ended(0, init(), emptyEvent({ stop_reason: "end_turn" })),
      because: "the model's message was not empty, or not the end",
    },
    "a message for which tokens were counted": {
      evidence: ended(0, init(), emptyEvent({ usage: { output_tokens: 35 } })),
      because: "the model's message was not empty, or not the end",
    },
    "an output that was cut behind it": {
      evidence: evidence({
        stream: cutStream([init(), emptyEvent(), prose("Hello.")], 20),
        run: exitCode(0),
      }),
      because: "the model's message was not empty, or not the end",
    },
  },
});

testRule("output-truncated", {
  code: "output_truncated",
  decides: {
    "exit 0 and a cut last line": {
      evidence: evidence({
        stream: cutStream([init(), prose("Working."), success("Done.")], 9),
        run: exitCode(0),
      }),
      confidence: "likely",
      summary: midStream("exit code 0, but the last line is cut"),
      claims: [exit(0), ["stream.lastLineCut", "true"]],
      competing: [],
    },
    "exit 0 and a cut first line": {
      evidence: evidence({ stream: cutStream([init()], 9), run: exitCode(0) }),
      confidence: "likely",
      summary: withoutContent("exit code 0, but the last line is cut"),
      claims: [exit(0), ["stream.lastLineCut", "true"]],
    },
    "exit 0 after an answer, and stdout was closed early": {
      evidence: ended(0, init(), prose("Working.")),
      confidence: "likely",
      summary: midStream("exit code 0, but the output stops before the result"),
      claims: [exit(0)],
    },
    "exit 0 in the middle of an answer": {
      evidence: ended(0, init(), partial),
      confidence: "likely",
      summary: midStream("exit code 0, but the output stops before the result"),
      claims: [exit(0)],
    },
  },
  lets: {
    "a run with a result": resulted,
    "a run that nobody saw end": unseenEnd,
    "another exit code": {
      evidence: ended(3, init(), prose("Working.")),
      because: "the exit code is not 0",
    },
    "output that nobody captured": {
      evidence: evidence({ run: exitCode(0) }),
      because: "no output was captured",
    },
    "a start and no more": {
      evidence: ended(0, init()),
      because: "there was no content, and the last line is whole",
    },
  },
});

testRule("no-result", {
  code: "no_result",
  decides: {
    "exit 0 after nothing but an init": {
      evidence: ended(0, init()),
      confidence: "likely",
      summary: "Claude exited with 0 after its start, without content or result.",
      claims: [exit(0), ["stream.counts.events", "1"]],
      competing: [],
    },
    "exit 0 after hooks and an init": {
      evidence: ended(0, system("hook_started"), system("hook_response", { outcome: "success" }), init()),
      confidence: "likely",
      summary: "Claude exited with 0 after its start, without content or result.",
      claims: [exit(0), ["stream.counts.events", "3"]],
    },
    "exit 0 after plain text alone": {
      evidence: ended(0, "Reading the prompt from stdin."),
      confidence: "likely",
      summary: "The agent exited with 0, and no line that it wrote is an event of Claude's.",
      resolution: "Look at the agent's stderr, and run it once more.",
      claims: [exit(0), ["stream.counts.events", "0"]],
    },
  },
  lets: {
    "a run with a result": resulted,
    "a run that nobody saw end": unseenEnd,
    "another exit code": { evidence: ended(3, init()), because: "the exit code is not 0" },
    "a run that wrote nothing": { evidence: ended(0), because: "there is no output at all" },
    "output that nobody captured": {
      evidence: evidence({ run: exitCode(0) }),
      because: "there is no output at all",
    },
    "a run that had begun to answer": {
      evidence: ended(0, init(), toolCall("Bash")),
      because: "there was content",
    },
  },
});

testRule("no-output", {
  code: "no_output",
  decides: {
    "exit 0 and not a byte": {
      evidence: ended(0),
      confidence: "likely",
      summary: "The agent exited with 0 and wrote nothing at all.",
      claims: [exit(0), ["stream.counts.bytes", "0"]],
      competing: [],
    },
  },
  lets: {
    "a run with a result": resulted,
    "a run that nobody saw end": unseenEnd,
    "another exit code": { evidence: ended(3), because: "the exit code is not 0" },
    "an empty line": { evidence: ended(0, ""), because: "there is output, or none was captured" },
    "output that nobody captured": {
      evidence: evidence({ run: exitCode(0) }),
      because: "there is output, or none was captured",
    },
  },
});

testRule("exited", {
  code: "exited",
  decides: {
    "an exit code of an entrypoint, and its first plain line": {
      evidence: ended(3, init(), "", "entrypoint: the workspace is locked", "bye"),
      confidence: "likely",
      summary: "Claude exited with code 3 and no result: entrypoint: the workspace is locked",
      claims: [exit(3), ["stream.text.head.0.text", "entrypoint: the workspace is locked"]],
      competing: [],
    },
    "a plain line without an end, of which the beginning is shown": {
      evidence: ended(3, init(), "x".repeat(500)),
      confidence: "likely",
      summary: `Claude exited with code 3 and no result: ${"x".repeat(159)}…`,
      claims: [exit(3), ["stream.text.head.0.text", `${"x".repeat(239)}…`]],
    },
    "an exit code without a word": {
      evidence: ended(3, init()),
      confidence: "likely",
      summary: "Claude exited with code 3 and no result: it wrote nothing that says why",
      claims: [exit(3)],
    },
    "a termination message, where no plain line was captured": {
      evidence: wrapped(2, "fatal: the workspace is locked\n", init()),
      confidence: "likely",
      summary: "Claude exited with code 2 and no result: fatal: the workspace is locked",
      claims: [
        ["pod.value.agent.state.exitCode", "2"],
        ["pod.value.agent.state.message", "fatal: the workspace is locked"],
      ],
    },
    "an agent of whom no event ever came": {
      evidence: ended(4, "the workspace is locked"),
      confidence: "likely",
      summary: "The agent exited with code 4 and no result: the workspace is locked",
      resolution: "Read the agent's stderr; run it once more if it looks temporary.",
      claims: [exit(4), ["stream.text.head.0.text", "the workspace is locked"]],
    },
    "an agent of whom only the end of an event came": {
      evidence: evidence({ stream: cutStream([init()], 9), run: exitCode(4) }),
      confidence: "likely",
      summary: "Claude exited with code 4 and no result: it wrote nothing that says why",
      claims: [exit(4)],
    },
    "one line of a termination message of several": {
      evidence: evidence({ pod: wrapped(2, "Preparing\nError: no workspace\n    at main\n").pod }),
      confidence: "likely",
      summary: "The agent exited with code 2 and no result: Error: no workspace",
      claims: [
        ["pod.value.agent.state.exitCode", "2"],
        ["pod.value.agent.state.message", "Error: no workspace"],
      ],
    },
    "a result that only the termination message holds": {
      evidence: onlyMessage(
        `${"x".repeat(1024)}"}\n${JSON.stringify(apiFailure("API Error: 500 Internal"))}\n`,
      ),
      confidence: "likely",
      summary:
        "Claude exited with code 1, and its result stands in the termination message alone: API Error: 500 Internal",
      claims: [
        ["pod.value.agent.state.exitCode", "1"],
        ["pod.value.agent.state.message", "API Error: 500 Internal"],
      ],
    },
    "a result without a text there": {
      evidence: onlyMessage(JSON.stringify(errorResult("error_max_turns", []))),
      confidence: "likely",
      summary:
        "Claude exited with code 1, and its result stands in the termination message alone: error_max_turns",
      claims: [
        ["pod.value.agent.state.exitCode", "1"],
        ["pod.value.agent.state.message", "error_max_turns"],
      ],
    },
    "a result of which the message holds but a part": {
      evidence: onlyMessage(JSON.stringify(apiFailure("API Error: 500 Internal")).slice(0, -9)),
      confidence: "likely",
      summary: "The agent exited with code 1 and no result: it wrote nothing that says why",
      claims: [["pod.value.agent.state.exitCode", "1"]],
    },
    "an event in the message that only speaks of a result": {
      evidence: onlyMessage(
        JSON.stringify({ type: "user", message: { type: "result", result: "All done." } }),
      ),
      confidence: "likely",
      summary: "The agent exited with code 1 and no result: it wrote nothing that says why",
      claims: [["pod.value.agent.state.exitCode", "1"]],
    },
    "a result in the message that says nothing at all": {
      evidence: onlyMessage('{"type":"result","result":" ","errors":"none"}'),
      confidence: "likely",
      summary: "The agent exited with code 1 and no result: it wrote nothing that says why",
      claims: [["pod.value.agent.state.exitCode", "1"]],
    },
    "exit 1 after the start": {
      evidence: ended(1, init(), prose("Working.")),
      confidence: "likely",
      summary: "Claude exited with code 1 and no result: it wrote nothing that says why",
      claims: [exit(1)],
    },
    "a wrapper that failed while the agent worked, by its own word": {
      evidence: wrapped(125, ownFailure(noSpace), init(), prose("Working.")),
      confidence: "likely",
      summary: `The in-pod wrapper failed while the agent worked (exit 125): ${noSpace}`,
      resolution: fixWrapper,
      attribution: "runner",
      claims: wrapperClaims,
    },
    "the word of a wrapper that failed beside another exit code": {
      evidence: wrapped(3, ownFailure(noSpace), init()),
      confidence: "likely",
      summary: "Claude exited with code 3 and no result: it wrote nothing that says why",
      claims: [["pod.value.agent.state.exitCode", "3"]],
    },
    "a signal of which no other rule says anything": {
      evidence: ended(141, init()),
      confidence: "likely",
      summary: "Claude exited with code 141 (SIGPIPE) and no result: it wrote nothing that says why",
      claims: [exit(141)],
    },
    "an exit code, and the end of the log is lost": {
      evidence: logged(3, { completeness: "tail_lost" }, init()),
      confidence: "guess",
      summary: "Claude exited with code 3 and no result: it wrote nothing that says why",
      claims: [exit(3)],
    },
  },
  lets: {
    "a run with a result": resulted,
    "a run that nobody saw end": unseenEnd,
    "exit 0": { evidence: ended(0), because: "the exit code is 0 or unknown" },
    "an exit code that nobody knows": {
      evidence: evidence({ run: { exit: { kind: "signal", signal: "SIGRTMIN" } } }),
      because: "the exit code is 0 or unknown",
    },
    ...Object.fromEntries(
      [129, 130, 132, 134, 135, 136, 137, 139, 143].map((code) => [
        `a signal that says more: exit ${code}`,
        { evidence: ended(code, init()), because: "the exit code is that of a signal" },
      ]),
    ),
  },
});
