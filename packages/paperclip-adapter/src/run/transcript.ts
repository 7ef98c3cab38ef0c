import { createObserver, createParser, LIMITS, type ParsedStream } from "@runverdict/stream-parser";

/** What the agent wrote, as far as it was read: each byte once, however often the run was taken up. */
export interface Transcript {
  /** Gives what of it is new; `offset` counts the bytes before it since the run began. */
  readonly take: (bytes: Uint8Array, offset: number) => Uint8Array;
  readonly end: () => void;
  /** Null where nothing was read. */
  readonly stream: () => ParsedStream | null;
}

/** The agent's answer becomes the comment on the issue, so more of it is kept than facts need. */
const limits = { ...LIMITS, textLength: 16_384 };

export function createTranscript(): Transcript {
  const parser = createParser({ limits });
  const observer = createObserver(limits);
  let taken = 0;
  return {
    take(bytes, offset) {
      const fresh = bytes.subarray(Math.max(0, taken - offset));
      taken += fresh.length;
      for (const event of parser.feed(fresh)) observer.observe(event);
      return fresh;
    },
    end() {
      for (const event of parser.end()) observer.observe(event);
    },
    stream: () => (taken === 0 ? null : observer.stream()),
  };
}
