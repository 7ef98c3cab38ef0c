import { isInBandMessage } from "./vocabulary.ts";
import { restOf } from "./torn-text.ts";

/** Remembers what came before, to tell the rest of a cut JSON line from plain text. */
export interface TornLines {
  /** A whole event was read. */
  sawEvent(stamped: boolean): void;
  /** A line that began like an event could not be read: its rest may follow. */
  sawBroken(): void;
  /** Whether this line, which is no event, is the rest of one that was cut. */
  isRest(text: string, stamped: boolean): boolean;
  /** Whether what stands before an object on the same line is the rest of another one. */
  isRestBefore(text: string): boolean;
  /** Whether the line has no timestamp where every record has one, and is no message of the kubelet itself. */
  lacksStamp(text: string, stamped: boolean): boolean;
}

export function createTornLines(): TornLines {
  // Every capture may begin inside a line. No rest is expected any more once a whole event was read, until one breaks.
  let expected: "at-start" | "after-broken" | "nowhere" = "at-start";
  // The kubelet puts a timestamp before every record or before none, so the newest event tells which.
  let streamIsStamped = false;

  function lacksStamp(text: string, stamped: boolean): boolean {
    return streamIsStamped && !stamped && !isInBandMessage(text);
  }

  return {
    lacksStamp,
    sawEvent(stamped) {
      expected = "nowhere";
      streamIsStamped = stamped;
    },
    sawBroken() {
      expected = "after-broken";
    },
    isRest(text, stamped) {
      if (text.trim() === "") return false;
      const rest = expected === "nowhere" ? "none" : restOf(text, expected);
      if (rest === "end") expected = "nowhere";
      if (rest === "inside") expected = "after-broken";
      return rest !== "none" || lacksStamp(text, stamped);
    },
    isRestBefore(text) {
      return expected !== "nowhere" && restOf(text, expected) !== "none";
    },
  };
}
