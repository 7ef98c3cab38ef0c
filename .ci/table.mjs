// Reads what a command printed and ends badly unless it is a table: at least three rows whose columns stand in line.
let text = "";
for await (const chunk of process.stdin) text += chunk;

// npm prints the script's name before the table, on lines that begin with ">".
const rows = text.split("\n").filter((line) => line.trim() !== "" && !line.startsWith(">"));
const columns = rows.filter((row) => row.trim().split(/\s{2,}|\s*[│|]\s*|\t/).length >= 2);
if (columns.length < 3) {
  console.error(`A table was expected, but only ${columns.length} of ${rows.length} lines have columns.`);
  process.exit(1);
}
