import { parseTranscript } from "@runverdict/stream-parser";
import type { ParsedStream } from "@runverdict/stream-parser";

/** Lines as the CLI writes them. The shapes are those of the recorded transcripts, without what nobody reads. */

export type WireLine = Readonly<Record<string, unknown>> | string;

/** The facts of a capture that holds these lines; a string stands as it is, an object is an event. */
export function stream(lines: readonly WireLine[]): ParsedStream {
  return parseTranscript(captured(lines));
}

/** The same, but the capture ends inside its last line. */
export function cutStream(lines: readonly WireLine[], cut: number): ParsedStream {
  return parseTranscript(captured(lines).slice(0, -cut));
}

function captured(lines: readonly WireLine[]): string {
  return lines.map((line) => `${typeof line === "string" ? line : JSON.stringify(line)}\n`).join("");
}

export const SESSION = "5b0cf1d2-0c5e-4a3e-9a53-0d1b1e4c7a10";
export const OTHER_SESSION = "00000000-1111-4222-8333-444444444444";

type More = Readonly<Record<string, unknown>>;

export function init(more: More = {}): WireLine {
  return {
    type: "system",
    subtype: "init",
    cwd: "/workspace",
    session_id: SESSION,
    tools: ["Bash", "Read"],
    mcp_servers: [],
    model: "claude-opus-5-5",
    permissionMode: "bypassPermissions",
    apiKeySource: "ANTHROPIC_API_KEY",
    claude_code_version: "2.1.329",
    ...more,
  };
}

/** Text of the model. */
export function prose(text: string): WireLine {
  return assistant([{ type: "text", text }]);
}

export function toolCall(name: string, id = "toolu_01"): WireLine {
  return assistant([{ type: "tool_use", id, name, input: {} }]);
}

function assistant(content: readonly unknown[]): WireLine {
  const usage = { input_tokens: 1200, output_tokens: 3 };
  return {
    type: "assistant",
    message: { id: "msg_01", role: "assistant", model: "claude-opus-5-5", content, stop_reason: null, usage },
    parent_tool_use_id: null,
    session_id: SESSION,
  };
}

export function toolResult(content: string, id = "toolu_01"): WireLine {
  return user([{ tool_use_id: id, type: "tool_result", content, is_error: false }], {
    tool_use_result: { stdout: content, stderr: content },
  });
}

export function userText(text: string, more: More = {}): WireLine {
  return user([{ type: "text", text }], more);
}

function user(content: readonly unknown[], more: More): WireLine {
  return {
    type: "user",
    message: { role: "user", content },
    parent_tool_use_id: null,
    session_id: SESSION,
    ...more,
  };
}

/** A message that the harness writes in the assistant's name to say that something failed. */
export function synthetic(text: string, more: More = {}): WireLine {
  return {
    type: "assistant",
    message: {
      id: "8d0c",
      role: "assistant",
      model: "<synthetic>",
      content: [{ type: "text", text }],
      stop_reason: "stop_sequence",
      usage: { input_tokens: 0, output_tokens: 0 },
    },
    parent_tool_use_id: null,
    session_id: SESSION,
    error: "unknown",
    is_api_error_message: true,
    ...more,
  };
}

export function system(subtype: string, more: More = {}): WireLine {
  return { type: "system", subtype, session_id: SESSION, ...more };
}

export function rateLimit(status: string, more: More = {}): WireLine {
  const rate_limit_info = { status, rateLimitType: "five_hour", resetsAt: 1_795_220_577, ...more };
  return { type: "rate_limit_event", rate_limit_info, session_id: SESSION };
}

/** The end of a turn that went well. */
export function success(text: string, more: More = {}): WireLine {
  return {
    duration_api_ms: 310,
    type: "result",
    subtype: "success",
    is_error: false,
    duration_ms: 452,
    num_turns: 1,
    result: text,
    stop_reason: "end_turn",
    session_id: SESSION,
    total_cost_usd: 0.0062,
    usage: { input_tokens: 1200, output_tokens: 42 },
    permission_denials: [],
    terminal_reason: "completed",
    ...more,
  };
}

/** The end of a turn that the provider did not let go well, as current CLIs write it. */
export function apiFailure(text: string, more: More = {}): WireLine {
  const usage = { input_tokens: 0, output_tokens: 0 };
  return success(text, {
    is_error: true,
    stop_reason: "stop_sequence",
    api_error_status: null,
    terminal_reason: "api_error",
    usage,
    ...more,
  });
}

/** The same from CLIs before 2.1.110: no status, no terminal reason; the text is all there is. */
export function oldFailure(text: string): WireLine {
  return {
    type: "result",
    subtype: "success",
    is_error: true,
    duration_ms: 452,
    duration_api_ms: 310,
    num_turns: 1,
    result: text,
    session_id: SESSION,
    total_cost_usd: 0,
    usage: { input_tokens: 0, output_tokens: 0 },
  };
}

/** A result of an error subtype; such results have no text. */
export function errorResult(subtype: string, errors: readonly string[], more: More = {}): WireLine {
  return {
    duration_api_ms: 310,
    type: "result",
    subtype,
    is_error: true,
    duration_ms: 452,
    num_turns: 2,
    stop_reason: null,
    session_id: SESSION,
    total_cost_usd: 0.0062,
    usage: { input_tokens: 1200, output_tokens: 42 },
    permission_denials: [],
    errors,
    ...more,
  };
}

/** The result of a start that failed: no turns, no time. */
export function zeroedResult(errors: readonly string[], more: More = {}): WireLine {
  return errorResult("error_during_execution", errors, {
    duration_api_ms: 0,
    duration_ms: 0,
    num_turns: 0,
    total_cost_usd: 0,
    usage: { input_tokens: 0, output_tokens: 0 },
    ...more,
  });
}
