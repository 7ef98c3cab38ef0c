import type { RunTestimony } from "@runverdict/classifier";

export type StderrLine = RunTestimony["stderr"][number];

/** The last lines of a text, however long it becomes. */
export interface TextTail {
  readonly take: (bytes: Uint8Array) => void;
  readonly lines: () => readonly StderrLine[];
}

const MOST_LINES = 100;
const LONGEST_LINE = 2000;

export function createTextTail(): TextTail {
  const decoder = new TextDecoder();
  const lines: StderrLine[] = [];
  let number = 1;
  let open = "";

  function end(): void {
    lines.push({ line: number, text: open });
    if (lines.length > MOST_LINES) lines.shift();
    number += 1;
    open = "";
  }

  return {
    take(bytes) {
      const [first = "", ...others] = decoder.decode(bytes, { stream: true }).split("\n");
      open = (open + first).slice(0, LONGEST_LINE);
      for (const text of others) {
        end();
        open = text.slice(0, LONGEST_LINE);
      }
    },
    lines: () => (open === "" ? [...lines] : [...lines, { line: number, text: open }]),
  };
}
