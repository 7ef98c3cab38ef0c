// How a changeset stands in a changelog: as it was written, without the hash of a commit, and the packages that come
// along in one line. The tool's own way has a line "Updated dependencies" for each changeset of each of them.

export function getReleaseLine({ summary }: { readonly summary: string }): string {
  const [first = "", ...others] = summary.split("\n").map((line) => line.trimEnd());
  return [`- ${first}`, ...others.map((line) => (line === "" ? "" : `  ${line}`))].join("\n");
}

interface Updated {
  readonly name: string;
  readonly newVersion: string;
}

export function getDependencyReleaseLine(_changesets: unknown, updated: readonly Updated[]): string {
  if (updated.length === 0) return "";
  return `- With ${updated.map(({ name, newVersion }) => `${name} ${newVersion}`).join(", ")}.`;
}
