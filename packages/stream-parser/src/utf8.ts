// The two codecs are part of every JavaScript platform, but not of the ECMAScript library this package compiles with.
declare const TextDecoder: new (
  label: "utf-8",
  options: { readonly ignoreBOM: boolean },
) => { decode(bytes: Uint8Array): string };
declare const TextEncoder: new () => { encode(text: string): Uint8Array };

// Without `ignoreBOM` the decoder would swallow a U+FEFF at the start of every line; older CLIs write them raw.
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
const encoder = new TextEncoder();

/** The text of `bytes` from `start` up to `end`; what is not UTF-8 becomes U+FFFD. */
export function decodeUtf8(bytes: Uint8Array, start: number, end: number): string {
  return decoder.decode(bytes.subarray(start, end));
}

export function encodeUtf8(text: string): Uint8Array {
  return encoder.encode(text);
}

const NO_BYTES = new Uint8Array(0);

export interface Utf8Encoder {
  encode(chunk: string): Uint8Array;
  /** Whether a high surrogate waits for its other half. */
  waits(): boolean;
  /** The bytes of a high surrogate that still waits for its other half; nothing will complete it now. */
  flush(): Uint8Array;
}

/** Encodes text that arrives in pieces: a surrogate pair cut by a piece's border is put together again. */
export function createUtf8Encoder(): Utf8Encoder {
  let half = "";
  return {
    encode(chunk) {
      const text = half + chunk;
      const last = text.charCodeAt(text.length - 1);
      const isHalf = last >= 0xd800 && last <= 0xdbff;
      half = isHalf ? text.slice(-1) : "";
      return encoder.encode(isHalf ? text.slice(0, -1) : text);
    },
    waits: () => half !== "",
    flush() {
      if (half === "") return NO_BYTES;
      const rest = encoder.encode(half);
      half = "";
      return rest;
    },
  };
}
