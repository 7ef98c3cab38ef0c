import { literal } from "./literal.ts";

/**
 * Whether a text looks like a secret, or a name like the name of one. Whatever stands in a Job is read by everyone who
 * may list Jobs, and kept in audit logs; a refusal costs the caller one word (`kind: "secret"`), a leak costs the key.
 * Patterns are linear: bounded repetitions, none nested.
 */

/** Shapes that nothing else has. */
const shapes: readonly RegExp[] = [
  /\bsk-[A-Za-z0-9_-]{16,}/,
  /\b(?:gh[pousr]_|github_pat_|glpat-|xox[abeprs]-|npm_|dop_v1_|hf_)[A-Za-z0-9_-]{8,}/,
  /\b(?:AKIA|ASIA)[A-Z0-9]{12,}/,
  /\bAIza[A-Za-z0-9_-]{20,}/,
  /\beyJ[A-Za-z0-9_-]{8,1024}\.[A-Za-z0-9_-]{4,}/,
  /-----BEGIN [A-Z ]{0,40}PRIVATE KEY/,
  /\b(?:proxy-)?authorization\\?["']?\s{0,4}[:=]\s{0,4}\S/i,
  /\b(?:x-api-key|x-auth-token|private-token)\\?["']?\s{0,4}[:=]\s{0,4}\S{8}/i,
  // Words follow "bearer" in prose; a token has a digit.
  /\bbearer\s{1,4}(?=[A-Za-z._~+/=-]{0,256}\d)[A-Za-z0-9._~+/=-]{12,}/i,
  /\b[a-z][a-z0-9+.-]{0,20}:\/\/[^\s/@:]{0,256}:[^\s/@]{1,256}@/i,
];

/**
 * A name, then its value at once: `password=…`, `"token":"…"`. A value that is all of it a reference, as `$TOKEN`, is
 * none; one that begins with a dollar or with "true" may be.
 */
const assignments: readonly RegExp[] = [
  /(?:password|passwd|passphrase|token|secret|api_?key|access_?key|secret_?key|private_?key)=(?!\$[{(]?[a-z_][a-z0-9_]{0,100}[)}]?(?:[\s"'&;]|$))[^\s"'&;]{8,}/i,
  /(?:password|passwd|passphrase|token|secret|api_?key|access_?key|secret_?key|private_?key)\\{0,3}["']\s{0,2}:\s{0,2}\\{0,3}["'](?!\$[{(]?[a-z_][a-z0-9_]{0,100}[)}]?["'\\])[^\s"']{8,}/i,
];

export function looksSecret(text: string): boolean {
  return shapes.some((shape) => shape.test(text)) || assignments.some((shape) => shape.test(text));
}

const secretName =
  /(?:token|secret|password|passwd|passphrase|credentials?|authorization|cookie|webhook_?url|(?:^|_)pass|(?:^|_)pat|(?:api|access|secret|private|auth|signing|encryption|deploy|ssh|master|license|account|service_role)_?key)$/i;

/** Whether an environment variable of this name holds a secret: `GITHUB_TOKEN`, not `MAX_OUTPUT_TOKENS`. */
export function namesSecret(name: string): boolean {
  return secretName.test(name);
}

/** Whether an option of this name is followed by a secret: `--api-key`, not `--token-file`. */
export function takesSecret(argument: string): boolean {
  return argument.startsWith("-") && argument.length <= 100 && secretName.test(argument.replaceAll("-", "_"));
}

/** A switch, or a reference to a variable. Paths are not exempt: a key of random letters may look like one. */
export function isHarmless(value: string): boolean {
  return harmless.test(value);
}

const harmless = /^(?:true|false|yes|no|on|off|[01]|\$\([A-Za-z0-9_]+\))$/i;

/** Whether this word of a command line is what the option before it takes, if that is one for a secret. */
export function followsSecretOption(word: string, before: string = ""): boolean {
  return takesSecret(before) && !word.startsWith("-") && !isHarmless(word);
}

/** The places of the words of `RunSpec.command` for which a Job is refused: they look secret, or are meant to be. */
export function secretWords(command: readonly string[]): readonly number[] {
  // A reference to a variable is none there: each word reaches the agent as it stands.
  const words = command.map(literal);
  return words.flatMap((word, place) =>
    looksSecret(word) || followsSecretOption(word, words[place - 1]) ? [place] : [],
  );
}
