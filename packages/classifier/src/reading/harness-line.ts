/** A line of plain text that the harness, or the shell that started it, wrote; with its path in the evidence. */
export interface HarnessLine {
  readonly text: string;
  readonly path: string;
}
