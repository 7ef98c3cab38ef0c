/**
 * Logs, termination messages and Event texts are written by strangers. What of them reaches a verdict goes through
 * here: control characters and bidirectional overrides out, white space folded, secrets masked, length bounded.
 * All patterns are linear: bounded repetitions, no nested quantifiers.
 */

/** C0 and C1 controls, ANSI escape sequences, zero-width and bidirectional characters, lone surrogates, U+2028/9. */
const escapeSequence =
  // oxlint-disable-next-line no-control-regex -- escape sequences begin with one.
  /\u001b(?:\[[0-?]{0,32}[ -/]{0,4}[@-~]|\][^\u0007\u001b]{0,256}(?:\u0007|\u001b\\)?|[@-Z\\-_])/g;
const unprintable = /[\p{Cc}\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]|\p{Surrogate}/gu;

/** Shapes of secrets that were seen in agents' output and in error messages of registries and API servers. */
const secrets: readonly RegExp[] = [
  /\bsk-[A-Za-z0-9_-]{8,}/g,
  /\b(?:gh[pousr]_|github_pat_|glpat-|xox[abeprs]-|npm_|dop_v1_|hf_)[A-Za-z0-9_-]{8,}/g,
  /\b(?:AKIA|ASIA)[A-Z0-9]{12,}/g,
  /\bAIza[A-Za-z0-9_-]{20,}/g,
  /\beyJ[A-Za-z0-9_-]{8,1024}\.[A-Za-z0-9_-]{4,}(?:\.[A-Za-z0-9_-]*)?/g,
  /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----.*/g,
];

/** A name (or the end of one: `DB_PASSWORD`), `:` or `=`, then a value: the name stays and the value goes. */
const namedSecrets: readonly RegExp[] = [
  /\b((?:bearer|basic)\s{1,4})[A-Za-z0-9._~+/=-]{8,}/gi,
  /(?<![a-z])((?:authorization|x-api-key|api[_-]?key|access[_-]?key|secret[_-]?key|auth[_-]?token|access[_-]?token|client[_-]?secret|password|passwd|token|secret)(?:\\{0,3}["'])?\s{0,2}[:=]\s{0,2}(?:\\{0,3}["'])?)(?!\[redacted\])[^\s"',;&}]{4,}/gi,
  /(--[a-z-]{0,40}(?:token|password|secret|key)\s{1,4})(?!\[redacted\])[^\s"',;&}-][^\s"',;&}]{3,}/gi,
  /([a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/@:]{0,256}:[^\s/@]{1,256}(?=@)/gi,
];

/** The longest quote that a verdict holds, in characters. */
export const QUOTE_LENGTH = 240;

/** One printable line, not yet cut. */
export function printable(text: string): string {
  return text
    .replace(escapeSequence, "")
    .replace(unprintable, " ")
    .replace(/\s{2,}/g, " ")
    .trim();
}

/** The text with whatever looks like a secret masked. */
export function redacted(text: string): string {
  const masked = secrets.reduce((kept, pattern) => kept.replace(pattern, "[redacted]"), text);
  return namedSecrets.reduce((kept, pattern) => kept.replace(pattern, "$1[redacted]"), masked);
}

/** What of a stranger's text may stand in a verdict: one line, printable, without secrets, bounded. */
export function quotable(value: unknown, length: number = QUOTE_LENGTH): string {
  // A secret must not be cut in half before it is seen, so the cut for the patterns' sake lies far beyond the quote.
  const text = redacted(printable(String(value).slice(0, 16_384)));
  return text.length <= length ? text : `${text.slice(0, length - 1).trimEnd()}…`;
}

/**
 * A harness or API message without the JSON it carries: `API Error: 404 {"type":"error",…}` becomes
 * `API Error: 404 model: x`. A verdict never shows raw JSON.
 */
export function plainMessage(text: string, length: number = QUOTE_LENGTH): string {
  const brace = text.search(/\{\s{0,8}(?:["'}]|$)/);
  if (brace === -1) return quotable(text, length);
  const before = text.slice(0, brace);
  return (
    quotable(`${before}${errorMessageIn(text.slice(brace, brace + 4096)) ?? ""}`, length) ||
    "(structured message)"
  );
}

const quotedMessage = /"message"\s{0,4}:\s{0,4}"((?:[^"\\]|\\.){0,1000})"/;

function errorMessageIn(json: string): string | null {
  return (
    quotedMessage
      .exec(json)?.[1]
      ?.replace(/\\(?:(["\\/])|[a-z])/g, (_escape, kept: string | undefined) => kept ?? " ") ?? null
  );
}
