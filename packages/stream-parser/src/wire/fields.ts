/** A JSON object of which nothing is known yet. */
export interface JsonObject {
  readonly [key: string]: unknown;
}

// The words that all readers of wire/ are made of, in place of schemas (docs/decisions/0007): one `typeof` a field, and
// what has the wrong shape reads as absent. A schema of the fields of a result took as long as parsing three lines.

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function objectOf(value: unknown): JsonObject | null {
  return isObject(value) ? value : null;
}

export function textOf(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

export function numberOf(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

export function flagOf(value: unknown): boolean | null {
  return typeof value === "boolean" ? value : null;
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : NO_ENTRIES;
}

export function textsOf(value: unknown): readonly string[] {
  return listOf(value).filter((entry) => typeof entry === "string");
}

/** Whether a field is there and says anything but no. */
export function saysYes(value: unknown): boolean {
  return value !== undefined && value !== null && value !== false;
}

const NO_ENTRIES: readonly unknown[] = [];
