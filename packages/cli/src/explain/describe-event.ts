import { wireOf } from "@runverdict/stream-parser";
import type { StreamEvent } from "@runverdict/stream-parser";
import { listAt, numberAt, textAt, valueAt } from "./field.ts";
import { bytes, duration } from "./figures.ts";

/** What an event says to a person; the texts are foreign and not yet made printable. */
export interface Description {
  /** A word or two: what kind of event. */
  readonly label: string;
  readonly text: string;
  readonly mood: "plain" | "good" | "bad";
}

/** So much of a text goes on to be made printable and cut to the line. */
const ENOUGH = 2000;
/** A larger tool result is not parsed just to show its first words. */
const UNREAD = 1024 * 1024;

export function describeEvent(event: StreamEvent): Description {
  switch (event.kind) {
    case "text":
      return say("text", event.text);
    case "broken":
      return say("broken", `${event.reason}, ${bytes(event.byteLength)}: ${event.text}`, "bad");
    case "unrecognised":
      return say(event.type, "an event that this version does not know");
    case "user":
      return event.byteLength > UNREAD
        ? say("tool", `${bytes(event.byteLength)} of output`)
        : ofUser(wireOf(event));
    default:
      return ofWire(event.kind, wireOf(event));
  }
}

function ofWire(kind: StreamEvent["kind"], wire: unknown): Description {
  switch (kind) {
    case "init":
      return say(
        "init",
        joined([textAt(wire, "model"), version(textAt(wire, "claude_code_version")), textAt(wire, "cwd")]),
      );
    case "assistant":
      return ofAssistant(wire);
    case "result":
      return ofResult(wire);
    case "system":
      return ofSystem(wire);
    case "rate-limit": {
      const status = textAt(wire, "rate_limit_info", "status") ?? "unknown";
      const limit = textAt(wire, "rate_limit_info", "rateLimitType");
      return say("limit", joined([status, limit]), status === "rejected" ? "bad" : "plain");
    }
    default:
      return say(textAt(wire, "type") ?? kind, textAt(wire, "subtype") ?? "");
  }
}

function ofAssistant(wire: unknown): Description {
  const label = textAt(wire, "parent_tool_use_id") === null ? "agent" : "subagent";
  const content = valueAt(wire, "message", "content");
  const blocks = typeof content === "string" ? [content] : listAt(wire, "message", "content").map(block);
  const failed = textAt(wire, "error") !== null || valueAt(wire, "is_api_error_message") === true;
  return say(label, joined(blocks) || "(empty)", failed ? "bad" : "plain");
}

function block(one: unknown): string {
  switch (textAt(one, "type")) {
    case "text":
      return textAt(one, "text") ?? "";
    case "thinking":
    case "redacted_thinking":
      return "(thinking)";
    case "tool_use":
    case "server_tool_use":
      return `${textAt(one, "name") ?? "tool"}: ${inputOf(valueAt(one, "input"))}`;
    default:
      return `(${textAt(one, "type") ?? "something"})`;
  }
}

/** The one argument that says most about a call. */
function inputOf(input: unknown): string {
  const telling = ["command", "file_path", "pattern", "url", "query", "description", "prompt"];
  const found = telling.map((key) => textAt(input, key)).find((text) => text !== null);
  return found ?? JSON.stringify(input)?.slice(0, ENOUGH) ?? "";
}

function ofUser(wire: unknown): Description {
  const content = valueAt(wire, "message", "content");
  if (typeof content === "string") return say("user", content);
  const blocks = listAt(wire, "message", "content");
  const results = blocks.filter((one) => textAt(one, "type") === "tool_result");
  if (results.length === 0) return say("user", joined(blocks.map(block)));
  const failed = results.some((one) => valueAt(one, "is_error") === true);
  return say(
    failed ? "tool error" : "tool",
    joined(results.map(resultOf)) || "(no output)",
    failed ? "bad" : "plain",
  );
}

function resultOf(result: unknown): string {
  return textAt(result, "content") ?? joined(listAt(result, "content").map(block));
}

function ofResult(wire: unknown): Description {
  const subtype = textAt(wire, "subtype") ?? "";
  const errors = listAt(wire, "errors").filter((one) => typeof one === "string");
  const text = textAt(wire, "result") ?? errors.join("; ");
  const failed = valueAt(wire, "is_error") === true || subtype.startsWith("error");
  return say("result", joined([subtype, text]), failed ? "bad" : "good");
}

function ofSystem(wire: unknown): Description {
  const subtype = textAt(wire, "subtype") ?? "system";
  if (subtype === "api_retry") return ofRetry(wire);
  const keys = ["summary", "content", "description", "message", "tool_name", "hook_name", "status"];
  const said = keys.map((key) => textAt(wire, key)).find((text) => text !== null);
  return say("system", joined([subtype, said ?? null]));
}

function ofRetry(wire: unknown): Description {
  const attempt = `attempt ${numberAt(wire, "attempt") ?? "?"} of ${numberAt(wire, "max_retries") ?? "?"}`;
  const delay = numberAt(wire, "retry_delay_ms");
  const cause = joined([numberAt(wire, "error_status")?.toString() ?? null, textAt(wire, "error")]);
  return say("retry", joined([cause, `${attempt}${delay === null ? "" : ` in ${duration(delay)}`}`]), "bad");
}

function version(text: string | null): string | null {
  return text === null ? null : `Claude Code ${text}`;
}

function joined(parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null && part.trim() !== "").join(" · ");
}

function say(label: string, text: string, mood: Description["mood"] = "plain"): Description {
  return { label: label.slice(0, ENOUGH), text: text.slice(0, ENOUGH), mood };
}
