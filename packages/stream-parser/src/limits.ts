/** How much the parser and the fold keep. Every list has a true count beside it, so a limit never hides that it bit. */
export interface Limits {
  /** Longest line in bytes, without its terminator; a longer one is skipped and becomes one `broken` event. */
  readonly lineBytes: number;
  /** Longest text kept in a fact or a preview, in UTF-16 code units. */
  readonly textLength: number;
  /** Plain text lines kept from the beginning, and as many again from the end. */
  readonly textLines: number;
  /** Texts of the model kept, the newest ones. */
  readonly texts: number;
  readonly results: number;
  /** Messages whose usage is remembered by id; an older one that comes back is counted again. */
  readonly messages: number;
  readonly openTools: number;
  readonly tasks: number;
  /** Entries kept of any list that stands inside one event: tools, MCP servers, errors, denied tools, block types. */
  readonly entries: number;
}

/**
 * The longest real line seen was 2 MB (a final answer), and tool servers are free to write more; 64 MiB keeps every
 * plausible line and still bounds what one stream can hold. The other figures keep the facts of a run under 1 MB.
 */
export const LIMITS: Limits = Object.freeze({
  lineBytes: 64 * 1024 * 1024,
  textLength: 4096,
  textLines: 40,
  texts: 3,
  results: 8,
  messages: 16,
  openTools: 16,
  tasks: 64,
  entries: 256,
});

/** The limits with some replaced. Throws a TypeError for an unknown name or a value that is not a whole positive number. */
export function limitsWith(changes: Partial<Limits> | undefined): Limits {
  if (changes === undefined) return LIMITS;
  for (const [name, value] of Object.entries(changes)) {
    if (!Object.hasOwn(LIMITS, name)) {
      throw new TypeError(
        `There is no limit named "${name}". Use one of: ${Object.keys(LIMITS).join(", ")}.`,
      );
    }
    if (!Number.isSafeInteger(value) || value < 1) {
      throw new TypeError(`limits.${name} must be a whole number of 1 or more, not ${String(value)}.`);
    }
  }
  return { ...LIMITS, ...changes };
}
