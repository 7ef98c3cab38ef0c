import { cut, type Paper } from "./paper.ts";

/** The last line of a terminal, which says what is waited for and leaves nothing behind; elsewhere a line a change. */
export interface StatusLine {
  /** Shows this instead of what was shown; null shows nothing any more. */
  readonly show: (text: string | null) => void;
  /** Does something that writes whole lines to the same terminal, above the status line. */
  readonly above: (write: () => void) => void;
  /** Wipes the last line, whatever the terminal itself has put there (`^C`), and shows again what was shown. */
  readonly renew: () => void;
}

const ERASE = "\r\u001b[K";

/** `write` is the terminal's, or where plain lines go if it is none. */
export function createStatusLine(
  write: (text: string) => void,
  isTerminal: boolean,
  paper: Pick<Paper, "wide" | "signs" | "dim" | "text">,
): StatusLine {
  let shown: string | null = null;
  const draw = (text: string): void =>
    write(`${ERASE}${paper.dim(cut(text, paper.wide - 1, paper.signs.ellipsis))}`);
  const erase = (): void => {
    if (isTerminal && shown !== null) write(ERASE);
  };
  return {
    show: (text) => {
      const line = text === null ? null : paper.text(text);
      if (line === shown) return;
      if (line === null) erase();
      else if (isTerminal) draw(line);
      else write(`${line}\n`);
      shown = line;
    },
    above: (writeLines) => {
      erase();
      writeLines();
      if (isTerminal && shown !== null) draw(shown);
    },
    renew: () => {
      if (isTerminal) write(ERASE);
      if (isTerminal && shown !== null) draw(shown);
    },
  };
}
