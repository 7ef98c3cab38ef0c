import type { RunTestimony } from "@runverdict/classifier";

export type StderrLine = RunTestimony["stderr"][number];

/** The last lines of what several wrote, however much it becomes. */
export interface TextTail {
  /** Somebody who writes from now on: what another one writes does not get into the middle of their line. */
  readonly voice: () => (bytes: Uint8Array) => void;
  readonly lines: () => readonly StderrLine[];
}

const MOST_LINES = 100;
const LONGEST_LINE = 2000;

/** Of one voice. */
interface OpenLine {
  text: string;
}

export function createTextTail(): TextTail {
  const lines: StderrLine[] = [];
  const voices: OpenLine[] = [];
  let number = 1;

  function end(text: string): void {
    lines.push({ line: number, text });
    if (lines.length > MOST_LINES) lines.shift();
    number += 1;
  }

  return {
    voice() {
      const decoder = new TextDecoder();
      const open = { text: "" };
      voices.push(open);
      return (bytes) => {
        const [first = "", ...others] = decoder.decode(bytes, { stream: true }).split("\n");
        open.text = (open.text + first).slice(0, LONGEST_LINE);
        for (const text of others) {
          end(open.text);
          open.text = text.slice(0, LONGEST_LINE);
        }
      };
    },
    lines: () => {
      const unfinished = voices.filter(({ text }) => text !== "");
      return [...lines, ...unfinished.map(({ text }, place) => ({ line: number + place, text }))];
    },
  };
}
