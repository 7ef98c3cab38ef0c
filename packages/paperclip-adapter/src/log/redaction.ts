const REDACTED = "[redacted]";

/** Shorter values, as `8080`, stand in a log for their own sake. */
const SHORTEST = 6;

/** A word, a number or a path is no secret; to mask `result` or `100000` would break the JSON of the log. */
const common = /^(?:[A-Z]?[a-z_]{1,11}|[A-Z_]{1,11}|[0-9.]+|\/[\w./-]*)$/;

/** A secret may stand in JSON that stands in JSON: a tool's output in an event that a program quotes. */
const DEPTH = 3;

/** Takes the secrets of a run out of a text, as they are and as JSON writes them. */
export type Redaction = (text: string) => string;

/**
 * Whoever calls it gives whole lines: what is cut through the middle of a secret can't be known for one.
 *
 * @param secrets The values. Those that are shorter than six characters, or a common word, a number or a path, are left
 *   alone. Of a value of several lines each line is masked by itself too.
 */
export function createRedaction(secrets: readonly string[]): Redaction {
  const values = secrets.flatMap((value) => [value, ...value.split("\n")]).map((value) => value.trim());
  const secret = values.filter((value) => value.length >= SHORTEST && !common.test(value));
  // The longest first: one secret may be a part of another.
  const spellings = [...new Set(secret.flatMap(spellingsOf))].toSorted(
    (one, other) => other.length - one.length,
  );
  if (spellings.length === 0) return (text) => text;
  const pattern = new RegExp(spellings.map(literal).join("|"), "g");
  return (text) => text.replaceAll(pattern, REDACTED);
}

function spellingsOf(value: string): readonly string[] {
  const spellings = [value];
  for (let depth = 0; depth < DEPTH; depth += 1) spellings.push(inJson(spellings.at(-1) ?? ""));
  return [
    ...spellings,
    ...spellings.map(asciiOnly),
    ...spellings.map((one) => one.replaceAll("/", String.raw`\/`)),
  ];
}

function inJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** As programs write JSON that trust no character beyond ASCII. */
function asciiOnly(text: string): string {
  return text.replaceAll(
    /[\u0080-\uffff]/g,
    (unit) => String.raw`\u` + unit.charCodeAt(0).toString(16).padStart(4, "0"),
  );
}

function literal(text: string): string {
  return text.replaceAll(/[$()*+.?[\\\]^{|}-]/g, String.raw`\$&`);
}
