/** Shapes of tokens, each of bounded length: what is longer is masked in its beginning, which makes it useless. */
const tokenShapes: readonly string[] = [
  "(?<![A-Za-z0-9])sk-[A-Za-z0-9_-]{16,512}",
  "(?<![A-Za-z0-9])(?:gh[pousr]_|github_pat_|glpat-|xox[abeprs]-|npm_|dop_v1_|hf_)[A-Za-z0-9_-]{8,512}",
  "(?<![A-Za-z0-9])(?:AKIA|ASIA)[A-Z0-9]{12,64}",
  "(?<![A-Za-z0-9])AIza[A-Za-z0-9_-]{20,512}",
  String.raw`(?<![A-Za-z0-9])eyJ[A-Za-z0-9_-]{8,1024}\.[A-Za-z0-9_-]{4,2048}(?:\.[A-Za-z0-9_-]{0,1024})?`,
  "(?<=[Bb]earer )(?=[A-Za-z._~+/=-]{0,256}[0-9])[A-Za-z0-9._~+/=-]{12,2048}",
];
const LONGEST_TOKEN = 4200;

/** A shorter value, as `true` or `8080`, stands in a log a hundred times and is no secret there. */
const SHORTEST_SECRET = 6;

/** A word, a number or a path stands in a log for its own sake; to mask `result` or `1000000` would break its JSON. */
const common = /^(?:[A-Za-z_]{1,24}|[0-9.]+|\/[\w./-]*)$/;

export const REDACTED = "[redacted]";

/** What must not be found in a text that is saved. Characters may stand for bytes (Latin-1), if the secrets do so too. */
export interface SecretText {
  readonly pattern: RegExp;
  /** The pattern matches no more characters than this. */
  readonly longest: number;
}

/** These values, as they are and as they stand in JSON, and whatever looks like a token. */
export function secretText(values: Iterable<string>, encode: (text: string) => string = String): SecretText {
  const spellings = [...values]
    // A log has a text of several lines line by line, with timestamps between.
    .flatMap((value) => [value, ...value.split("\n").map((line) => line.trim())])
    .filter((value) => value.length >= SHORTEST_SECRET && !common.test(value))
    .flatMap(piecesOf)
    .flatMap((value) => [value, inJson(value), inJson(inJson(value))])
    .map(encode);
  const exact = [...new Set(spellings)].toSorted((one, other) => other.length - one.length);
  return {
    pattern: new RegExp([...exact.map(literal), ...tokenShapes].join("|"), "g"),
    longest: Math.max(LONGEST_TOKEN, exact[0]?.length ?? 0),
  };
}

/** The text without its secrets. */
export function redactText(text: string, { pattern }: SecretText): string {
  return text.replaceAll(pattern, masked);
}

/** In place of a secret. What lines it had it keeps: a line of a log that is joined to another is read as neither. */
export function masked(secret: string): string {
  return secret
    .split("\n")
    .map((line) => (line.trim() === "" ? line : REDACTED))
    .join("\n");
}

/** A prompt may have a megabyte, and nobody wants to hold back as much of a log until it is known whether it is there. */
function piecesOf(value: string): readonly string[] {
  return value.match(/[^]{1,4096}/gu) ?? [];
}

function inJson(value: string): string {
  return JSON.stringify(value).slice(1, -1);
}

function literal(value: string): string {
  return value.replaceAll(/[$()*+.?[\\\]^{|}-]/g, String.raw`\$&`);
}
