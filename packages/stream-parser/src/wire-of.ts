import type { StreamEvent } from "./events.ts";
import { parseObject } from "./json-object.ts";
import { encodeLatin1 } from "./decoding.ts";
import { decodeUtf8 } from "./utf8.ts";
import type { JsonObject } from "./wire/fields.ts";

/**
 * The JSON object of an event; a raw body is parsed on each call. Null for text and broken lines, and for a raw body
 * that turns out not to be JSON: it was only skimmed. Never throws.
 */
export function wireOf(event: StreamEvent): JsonObject | null {
  if (event.kind === "text" || event.kind === "broken") return null;
  const { body } = event;
  if (body.kind === "parsed") return body.wire;
  const bytes = encodeLatin1(body.latin1);
  return parseObject(decodeUtf8(bytes, 0, bytes.length));
}
