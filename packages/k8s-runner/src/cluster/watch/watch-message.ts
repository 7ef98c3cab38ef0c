import { apiRefusal, type ApiRefusal } from "../refusal/api-refusal.ts";
import { readSeen } from "../objects/seen-object.ts";
import { member, textOf } from "../../member.ts";
import type { ObjectEvent } from "./known-objects.ts";
import { parsedJson } from "../../parsed-json.ts";

/** One line of a watch. */
export type WatchMessage =
  | { readonly kind: "changed"; readonly event: ObjectEvent }
  /** Nothing happened; but up to this version all was told. */
  | { readonly kind: "bookmark"; readonly version: string }
  /** The server gives the watch up; its status was 200 before. */
  | { readonly kind: "error"; readonly refusal: ApiRefusal }
  | { readonly kind: "garbled" };

function readMessage(line: string): WatchMessage {
  const message = parsedJson(line);
  const type = textOf(message, "type");
  const object = member(message, "object");
  switch (type) {
    case "ADDED":
    case "MODIFIED":
    case "DELETED": {
      const seen = readSeen(object);
      return seen === null ? { kind: "garbled" } : { kind: "changed", event: { type, object: seen } };
    }
    case "BOOKMARK": {
      const version = textOf(member(object, "metadata"), "resourceVersion");
      return version === null ? { kind: "garbled" } : { kind: "bookmark", version };
    }
    case "ERROR": {
      const code = member(object, "code");
      const status = typeof code === "number" && code >= 400 && code < 600 ? code : 500;
      const body = object === undefined ? "" : JSON.stringify(object);
      return { kind: "error", refusal: apiRefusal(status, body, null) };
    }
    default:
      return { kind: "garbled" };
  }
}

/** An object has 1.5 MB at most, and a third more as JSON with escapes. */
const LONGEST_LINE = 8 * 1024 * 1024;
const NEWLINE = 0x0a;

/**
 * The messages of a watch. A last line without an end is dropped: the next watch tells it again. A line that is longer
 * than an object can be is garbled, and the last.
 */
export async function* readMessages(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<WatchMessage, void> {
  let pieces: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    let start = 0;
    for (let at = chunk.indexOf(NEWLINE); at !== -1; at = chunk.indexOf(NEWLINE, start)) {
      const line = Buffer.concat([...pieces, chunk.subarray(start, at)]).toString("utf8");
      pieces = [];
      size = 0;
      start = at + 1;
      if (line.trim() !== "") yield readMessage(line);
    }
    if (start === chunk.length) continue;
    pieces.push(chunk.slice(start));
    size += chunk.length - start;
    if (size > LONGEST_LINE) {
      yield { kind: "garbled" };
      return;
    }
  }
}
