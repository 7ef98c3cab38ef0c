import { isPackageSource, placeOf } from "../files.ts";
import type { Complaints, RepositoryFile } from "../files.ts";
import { lineOf, visit } from "../syntax.ts";

const most = { file: 300, function: 60 };

/** A long file has a second subject. Arbitraries are lists of shapes and may be longer. */
export function fileLengths(files: readonly RepositoryFile[]): Complaints {
  return files
    .filter((file) => isPackageSource(file) && !placeOf(file.path)?.inside.startsWith("arbitraries"))
    .map((file) => ({ path: file.path, lines: file.text.replace(/\n$/, "").split("\n").length }))
    .filter(({ lines }) => lines > most.file)
    .map(
      ({ path, lines }) =>
        `${path} has ${lines} lines and may have ${most.file}; find its second subject and give that a file.`,
    );
}

/** A long function hides its states from each other. */
export function functionLengths(files: readonly RepositoryFile[]): Complaints {
  const complaints: string[] = [];
  for (const file of files.filter(isPackageSource)) {
    visit(file, (node) => {
      if (!("body" in node) || !/Function/.test(node.type)) return;
      const [first, last] = [lineOf(file, node.start), lineOf(file, node.end)];
      const lines = last - first + 1;
      if (lines <= most.function) return;
      complaints.push(
        `${file.path}:${first} begins a function of ${lines} lines; it may have ${most.function}. Cut it where its subject changes.`,
      );
    });
  }
  return complaints;
}
