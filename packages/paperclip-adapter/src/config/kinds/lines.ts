const MOST_LINES = 500;

/** The lines of a text that say something; null when there are more than anybody writes. */
export function linesOf(text: string): readonly string[] | null {
  const lines = text.split(/\r?\n/, MOST_LINES + 1);
  if (lines.length > MOST_LINES) return null;
  return lines.map((line) => line.trim()).filter((line) => line !== "" && !line.startsWith("#"));
}
