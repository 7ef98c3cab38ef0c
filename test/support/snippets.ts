/** A fenced block of a Markdown page. */
export interface Snippet {
  readonly page: string;
  /** Line of the opening fence, from 1. */
  readonly line: number;
  readonly language: string;
  /** What stands behind the language: `fragment` for a block that is not a whole program. */
  readonly note: string;
  readonly text: string;
}

export function snippetsOf(page: string, markdown: string): readonly Snippet[] {
  const snippets: Snippet[] = [];
  let open: {
    readonly line: number;
    readonly language: string;
    readonly note: string;
    readonly text: string[];
  } | null = null;
  for (const [index, line] of markdown.split("\n").entries()) {
    const fence = /^```(\S*)\s*(.*)$/.exec(line);
    if (fence === null) open?.text.push(line);
    else if (open === null)
      open = { line: index + 1, language: fence[1] ?? "", note: fence[2] ?? "", text: [] };
    else {
      snippets.push({ page, ...open, text: `${open.text.join("\n")}\n` });
      open = null;
    }
  }
  return snippets;
}
