/** The lines of a text that comes in pieces of bytes. */
export interface TextLines {
  /** Gives the lines that the bytes end, without their terminators. */
  readonly feed: (bytes: Uint8Array) => readonly TextLine[];
  /** The last line, when nothing ended it. */
  readonly end: () => readonly TextLine[];
}

/** `oversized`: so many bytes stood in one line that it is not kept. */
export type TextLine =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "oversized"; readonly byteLength: number };

const NEWLINE = 0x0a;

/** Bytes that are no UTF-8 become U+FFFD. */
export function createTextLines(mostBytes: number): TextLines {
  let pieces: Uint8Array[] = [];
  let byteLength = 0;

  function keep(piece: Uint8Array): void {
    byteLength += piece.length;
    if (byteLength > mostBytes) pieces = [];
    // Whoever fed the bytes may write over them afterwards.
    else if (piece.length > 0) pieces.push(Buffer.from(piece));
  }

  function taken(): TextLine {
    const line: TextLine =
      byteLength > mostBytes
        ? { kind: "oversized", byteLength }
        : { kind: "text", text: Buffer.concat(pieces).toString("utf8") };
    pieces = [];
    byteLength = 0;
    return line;
  }

  return {
    feed(bytes) {
      const lines: TextLine[] = [];
      let at = 0;
      for (let end = bytes.indexOf(NEWLINE); end !== -1; end = bytes.indexOf(NEWLINE, at)) {
        keep(bytes.subarray(at, end));
        lines.push(taken());
        at = end + 1;
      }
      keep(bytes.subarray(at));
      return lines;
    },
    end: () => (byteLength === 0 ? [] : [taken()]),
  };
}
