import { isObject, type JsonObject } from "./wire/fields.ts";

/** The JSON object that a text is; null when it is other JSON or none. */
export function parseObject(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}
