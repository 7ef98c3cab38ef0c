import { cutText } from "../cut-text.ts";
import type { StreamEvent, UnrecognisedEvent, UserEvent, WireEvent } from "../events.ts";
import { listOf, numberOf, objectOf, textOf, textsOf, type JsonObject } from "../wire/fields.ts";
import { wireOf } from "../wire-of.ts";
import { callWords } from "./call-words.ts";
import { bytes, duration } from "./figures.ts";

/** What an event says to a person; the texts are foreign and not yet made printable. */
export interface Description {
  /** A word or two: what kind of event. */
  readonly label: string;
  /** At most 2,000 characters. */
  readonly text: string;
  readonly mood: "plain" | "good" | "bad";
}

/** So much of a text goes on to be made printable and cut to the line. */
const ENOUGH = 2000;
/** A larger tool result is not parsed just to show its first words. */
const UNREAD = 1024 * 1024;

/** An event in one line for a person. Of a tool's output beyond a megabyte only the length is told. */
export function describeEvent(event: StreamEvent): Description {
  switch (event.kind) {
    case "text":
      return say("text", event.text);
    case "broken":
      return say("broken", `${event.reason}, ${bytes(event.byteLength)}: ${event.text}`, "bad");
    case "unrecognised":
      return say(event.type || "event", "an event that this version does not know");
    case "user":
      return event.byteLength > UNREAD
        ? say("tool", `${bytes(event.byteLength)} of output`)
        : ofUser(wireOf(event) ?? {});
    default:
      return ofWire(event, wireOf(event) ?? {});
  }
}

function ofWire(event: Exclude<WireEvent, UserEvent | UnrecognisedEvent>, wire: JsonObject): Description {
  switch (event.kind) {
    case "init":
      return ofInit(wire);
    case "assistant":
      return ofAssistant(wire);
    case "result":
      return ofResult(wire);
    case "system":
      return ofSystem(wire);
    case "rate-limit":
      return ofRateLimit(objectOf(wire["rate_limit_info"]) ?? {});
    case "control":
    case "notice":
      return say(event.type, textOf(wire["subtype"]) ?? "");
    case "partial":
    case "tool-progress":
      return say(event.kind, "");
  }
}

function ofInit(wire: JsonObject): Description {
  const version = textOf(wire["claude_code_version"]);
  const program = version === null ? null : `Claude Code ${version}`;
  return say("init", joined([textOf(wire["model"]), program, textOf(wire["cwd"])]));
}

function ofAssistant(wire: JsonObject): Description {
  const label = textOf(wire["parent_tool_use_id"]) === null ? "agent" : "subagent";
  const content = objectOf(wire["message"])?.["content"];
  const blocks = typeof content === "string" ? [content] : listOf(content).map(ofBlock);
  const failed = textOf(wire["error"]) !== null || wire["is_api_error_message"] === true;
  return say(label, joined(blocks) || "(empty)", failed ? "bad" : "plain");
}

function ofBlock(value: unknown): string {
  const block = objectOf(value) ?? {};
  const type = textOf(block["type"]);
  switch (type) {
    case "text":
      return textOf(block["text"]) ?? "";
    case "thinking":
    case "redacted_thinking":
      return "(thinking)";
    case "tool_use":
    case "server_tool_use":
      return `${textOf(block["name"]) ?? "tool"}: ${callWords(block["input"])}`;
    default:
      return `(${type ?? "something"})`;
  }
}

function ofUser(wire: JsonObject): Description {
  const content = objectOf(wire["message"])?.["content"];
  if (typeof content === "string") return say("user", content);
  const blocks = listOf(content);
  const results = blocks.map(objectOf).filter((block) => block?.["type"] === "tool_result");
  if (results.length === 0) return say("user", joined(blocks.map(ofBlock)));
  const failed = results.some((result) => result?.["is_error"] === true);
  const text = joined(results.map((result) => outputOf(result?.["content"]))) || "(no output)";
  return failed ? say("tool error", text, "bad") : say("tool", text);
}

function outputOf(content: unknown): string {
  return textOf(content) ?? joined(listOf(content).map(ofBlock));
}

function ofResult(wire: JsonObject): Description {
  const subtype = textOf(wire["subtype"]) ?? "";
  const text = textOf(wire["result"]) ?? textsOf(wire["errors"]).join("; ");
  const failed = wire["is_error"] === true || subtype.startsWith("error");
  // Of a request that the provider refused Claude Code says `success` and `is_error: true`.
  const ended = failed && subtype === "success" ? "failed" : subtype;
  return say("result", joined([ended, text]), failed ? "bad" : "good");
}

function ofSystem(wire: JsonObject): Description {
  const subtype = textOf(wire["subtype"]) ?? "system";
  if (subtype === "api_retry") return ofRetry(wire);
  if (subtype === "task_started" || subtype === "task_notification") return ofTask(wire, subtype);
  const keys = ["summary", "content", "description", "message", "tool_name", "hook_name", "status"];
  const said = keys.map((key) => textOf(wire[key])).find((text) => text !== null);
  return say("system", joined([subtype, said ?? null]));
}

function ofTask(wire: JsonObject, subtype: "task_started" | "task_notification"): Description {
  if (subtype === "task_notification") {
    return say("system", joined([`task ${textOf(wire["status"]) ?? "ended"}`, textOf(wire["summary"])]));
  }
  const where = wire["is_backgrounded"] === true ? " in the background" : "";
  return say("system", joined([`task started${where}`, textOf(wire["description"])]));
}

function ofRetry(wire: JsonObject): Description {
  const attempt = `attempt ${numberOf(wire["attempt"]) ?? "?"} of ${numberOf(wire["max_retries"]) ?? "?"}`;
  const delayMs = numberOf(wire["retry_delay_ms"]);
  const cause = joined([numberOf(wire["error_status"])?.toString() ?? null, textOf(wire["error"])]);
  return say(
    "retry",
    joined([cause, `${attempt}${delayMs === null ? "" : ` in ${duration(delayMs)}`}`]),
    "bad",
  );
}

function ofRateLimit(info: JsonObject): Description {
  const status = textOf(info["status"]) ?? "unknown";
  const resetsAt = numberOf(info["resetsAt"]);
  const until = resetsAt === null ? null : untilWords(resetsAt * 1000);
  const text = joined([status, textOf(info["rateLimitType"]), until]);
  return say("limit", text, status === "rejected" ? "bad" : "plain");
}

function untilWords(at: number): string | null {
  const date = new Date(at);
  // An instant beyond the year 275760 is none.
  if (Number.isNaN(date.getTime())) return null;
  return `resets ${date.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

function joined(parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null && part.trim() !== "").join(" · ");
}

function say(label: string, text: string, mood: Description["mood"] = "plain"): Description {
  return { label: cutText(label, ENOUGH), text: cutText(text, ENOUGH), mood };
}
