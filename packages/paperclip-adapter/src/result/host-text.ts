import { quotable } from "@runverdict/classifier";
import { soundText } from "../host/host-field.ts";

/** The longest text that is told to the host, in characters. */
const TEXT_LENGTH = 16_384;

const privateKey =
  /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]{0,40}PRIVATE KEY-----|$)/g;

/**
 * What people read on an issue: its lines and their indentation stay; control characters go, secrets are masked, and its
 * length is bounded. Null where nothing is left.
 */
export function hostText(text: string): string | null {
  const lines = text
    // A secret must not be cut in half before it is seen.
    .slice(0, 2 * TEXT_LENGTH)
    .replace(privateKey, "[redacted]")
    .split(/\r\n|\r|\n/)
    .map((line) => `${/^[ \t]{0,40}/.exec(line)?.[0] ?? ""}${quotable(line, TEXT_LENGTH)}`.trimEnd());
  const told = lines
    .join("\n")
    .replace(/\n{4,}/g, "\n\n\n")
    .trim();
  if (told === "") return null;
  return soundText(told.length <= TEXT_LENGTH ? told : `${told.slice(0, TEXT_LENGTH - 1).trimEnd()}…`);
}

/** Every string in a value as the host's database takes it, keys too. */
export function storableObject(object: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(object).map(([key, value]) => [soundText(key), storableValue(value)]),
  );
}

function storableValue(value: unknown): unknown {
  if (typeof value === "string") return soundText(value);
  if (Array.isArray(value)) return value.map(storableValue);
  return typeof value === "object" && value !== null ? storableObject({ ...value }) : value;
}
