import { blocksOf, fieldsOf, numberOf, textOf, textsOf, type Fields } from "./fields.ts";
import type { TranscriptEntry } from "./transcript-entry.ts";

/** An event of stream-json as the host's entries; null for one that has none of its own. */
export function liftEvent(event: Fields, ts: string): readonly TranscriptEntry[] | null {
  switch (event["type"]) {
    case "system":
      return ofSystem(event, ts);
    case "assistant":
      return ofAssistant(fieldsOf(event["message"]), ts);
    case "user":
      return ofUser(fieldsOf(event["message"]), ts);
    case "result":
      return [ofResult(event, ts)];
    default:
      return null;
  }
}

function ofSystem(event: Fields, ts: string): readonly TranscriptEntry[] | null {
  switch (event["subtype"]) {
    case "init":
      return [
        {
          kind: "init",
          ts,
          model: textOf(event["model"], "unknown"),
          sessionId: textOf(event["session_id"]),
        },
      ];
    case "api_retry":
      return [{ kind: "system", ts, text: retryOf(event) }];
    default:
      return null;
  }
}

function retryOf(event: Fields): string {
  const cause = [event["error_status"], event["error"]].filter(isScalar).join(" ");
  const attempt = [event["attempt"], event["max_retries"]].map((one) => (isScalar(one) ? one : "?"));
  return `retry: ${cause === "" ? "" : `${cause} · `}attempt ${attempt.join(" of ")}`;
}

function ofAssistant(message: Fields, ts: string): readonly TranscriptEntry[] {
  const { content } = message;
  if (typeof content === "string") return content === "" ? [] : [{ kind: "assistant", ts, text: content }];
  return blocksOf(content).flatMap((block): readonly TranscriptEntry[] => {
    switch (block["type"]) {
      case "text":
        return said("assistant", textOf(block["text"]), ts);
      case "thinking":
        return said("thinking", textOf(block["thinking"]), ts);
      case "tool_use":
      case "server_tool_use":
        return [
          {
            kind: "tool_call",
            ts,
            name: textOf(block["name"], "tool"),
            input: block["input"] ?? {},
            toolUseId: textOf(block["id"]),
          },
        ];
      default:
        return [];
    }
  });
}

function ofUser(message: Fields, ts: string): readonly TranscriptEntry[] {
  const { content } = message;
  if (typeof content === "string") return said("user", content, ts);
  return blocksOf(content).flatMap((block): readonly TranscriptEntry[] => {
    if (block["type"] === "text") return said("user", textOf(block["text"]), ts);
    if (block["type"] !== "tool_result") return [];
    return [
      {
        kind: "tool_result",
        ts,
        toolUseId: textOf(block["tool_use_id"]),
        content: outputOf(block["content"]),
        isError: block["is_error"] === true,
      },
    ];
  });
}

function outputOf(content: unknown): string {
  if (typeof content === "string") return content;
  return blocksOf(content)
    .map((block) => textOf(block["text"], `(${textOf(block["type"], "something")})`))
    .join("\n");
}

function ofResult(event: Fields, ts: string): TranscriptEntry {
  const usage = fieldsOf(event["usage"]);
  return {
    kind: "result",
    ts,
    text: textOf(event["result"]),
    inputTokens: numberOf(usage["input_tokens"]),
    outputTokens: numberOf(usage["output_tokens"]),
    cachedTokens: numberOf(usage["cache_read_input_tokens"]),
    costUsd: numberOf(event["total_cost_usd"]),
    subtype: textOf(event["subtype"]),
    // Older versions say `is_error: false` of a run that reached its last turn.
    isError: event["is_error"] === true || textOf(event["subtype"]).startsWith("error"),
    errors: [...textsOf(event["errors"])],
  };
}

function said(kind: "assistant" | "thinking" | "user", text: string, ts: string): readonly TranscriptEntry[] {
  return text === "" ? [] : [{ kind, ts, text }];
}

function isScalar(value: unknown): value is string | number {
  return typeof value === "string" || typeof value === "number";
}
