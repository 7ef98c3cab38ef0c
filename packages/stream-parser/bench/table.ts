/** A table as aligned text, or in Markdown. The first column is text, the others are figures. */
export function table(
  heads: readonly string[],
  rows: readonly (readonly string[])[],
  markdown: boolean,
): string {
  const widths = heads.map((head, column) =>
    Math.max(head.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) => {
    const padded = cells.map((cell, column) => {
      const width = widths[column] ?? 0;
      return column === 0 ? cell.padEnd(width) : cell.padStart(width);
    });
    return markdown ? `| ${padded.join(" | ")} |` : padded.join("  ");
  };
  const rule = widths.map((width, column) =>
    column === 0 ? "-".repeat(width) : `${"-".repeat(width - 1)}:`,
  );
  const under = markdown ? [line(rule)] : [];
  return [line(heads), ...under, ...rows.map(line), ""].join("\n");
}
