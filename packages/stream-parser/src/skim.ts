import { skipSpace, skipValue, walkArray, walkObject } from "./json-text.ts";
import { readUser, type UserFields } from "./wire/user.ts";

type Fields = Record<string, unknown>;

/**
 * Reads the facts of a `user` line from its outline, without building what it holds. Null when the line is not one whole `user` object,
 * or does something that is left to the parser, as an escape inside a key.
 *
 * What is read is put together as an object of the same shape without the contents, and goes through the same reader
 * as a parsed line: so both ways give the same facts. Members may come in any order, and where a key stands twice the
 * last one counts, as in `JSON.parse`.
 */
export function skimUser(text: string): UserFields | null {
  const event: Fields = {};
  try {
    const end = walkObject(text, skipSpace(text, 0), (key, at) => {
      if (key === "message") return skimMessage(text, at, event);
      return isEventKey(key) ? readValue(text, at, event, key) : skipMember(text, at, key);
    });
    if (end === -1 || skipSpace(text, end) < text.length) return null;
  } catch {
    // One of the small values that were parsed was no JSON, so the line can't be.
    return null;
  }
  return event["type"] === "user" ? readUser(event) : null;
}

function skimMessage(text: string, at: number, event: Fields): number {
  const message: Fields = {};
  event["message"] = message;
  return walkObject(text, at, (key, content) => {
    if (key !== "content") return skipMember(text, content, key);
    const blocks: Fields[] = [];
    message["content"] = blocks;
    return walkArray(text, content, (block) => {
      if (text[block] !== "{") return skipValue(text, block);
      const fields: Fields = {};
      blocks.push(fields);
      return walkObject(text, block, (name, value) =>
        isBlockKey(name) ? readValue(text, value, fields, name) : skipMember(text, value, name),
      );
    });
  });
}

function isEventKey(key: string): boolean {
  return (
    key === "type" ||
    key === "session_id" ||
    key === "parent_tool_use_id" ||
    key === "timestamp" ||
    key === "isSynthetic" ||
    key === "isReplay"
  );
}

function isBlockKey(key: string): boolean {
  return key === "type" || key === "tool_use_id" || key === "is_error";
}

/**
 * The value is parsed, not sliced out: a slice would keep the whole line alive with the event. What is not ASCII stands
 * for something else in an outline; no id and no flag holds any.
 */
function readValue(text: string, at: number, fields: Fields, key: string): number {
  const end = skipValue(text, at);
  if (end === -1) return -1;
  const value = text.slice(at, end);
  if (/[^\0-\x7f]/.test(value)) return -1;
  fields[key] = JSON.parse(value);
  return end;
}

/** An escape may spell one of the keys that are looked for. */
function skipMember(text: string, at: number, key: string): number {
  return key.includes("\\") ? -1 : skipValue(text, at);
}
