/** Complete escape sequences: control strings (title, hyperlink, device) with what they carry, then CSI, then short ones. */
const escapeSequence =
  // eslint-disable-next-line no-control-regex -- control characters are what this pattern is about.
  /(?:\u001b[P\]X^_]|[\u0090\u0098\u009d-\u009f])[^\u0007\u001b\u009c]{0,1024}(?:\u0007|\u001b\\|\u009c)|(?:\u001b\[|\u009b)[0-?]{0,64}[ -/]{0,8}[@-~]|\u001b[ -/]{0,4}[0-~]/gu;

/** Zero width: bidirectional overrides, joiners, tags, byte order marks. */
const invisible = /\p{Cf}/gu;
const surrogate = /\p{Cs}/gu;
const blank = /[\p{Cc}\p{Zs}\p{Zl}\p{Zp}]+/gu;

/** So much is looked at for each character that may stay: colours and padding should not eat the text. */
const SLACK = 16;

/**
 * What a log, a file name or an API object says, made fit for a terminal: one line without control characters, escape
 * sequences, invisible and bidirectional characters, composed (NFC), of at most `most` UTF-16 units. Every foreign text
 * passes here.
 */
export function plain(text: string, most = 400): string {
  const line = text
    .slice(0, most * SLACK)
    .replace(escapeSequence, "")
    .replace(invisible, "")
    .replace(surrogate, "\ufffd")
    .replace(blank, " ")
    .normalize()
    .trim();
  if (line.length <= most) return line;
  return `${line.slice(0, most - 1).replace(/[\ud800-\udbff]$/u, "")}…`;
}

const typographic: Readonly<Record<string, string>> = {
  "…": "...",
  "—": "-",
  "–": "-",
  "‘": "'",
  "’": "'",
  "“": '"',
  "”": '"',
  "•": "*",
  "·": "-",
  "→": "->",
};

/** Replaces the typography that our own sentences use, for terminals that know ASCII only. */
export function ascii(text: string): string {
  return text.replace(/[…—–‘’“”•·→]/g, (sign) => typographic[sign] ?? "?");
}
