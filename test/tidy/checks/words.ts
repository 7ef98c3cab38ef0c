import type { Complaints, RepositoryFile } from "../files.ts";

/** Joined from pieces so that this file does not contain what it forbids. */
const pattern = (...pieces: readonly string[]): RegExp => new RegExp(pieces.join(""), "i");

const banned: readonly { readonly what: string; readonly found: RegExp }[] = [
  {
    what: "the host of a package registry",
    found: pattern("\\b(registry|npm)\\.(npmjs|yarnpkg|npmmirror|pkg\\.github)", "\\."),
  },
  {
    what: "the address of a package registry",
    found: pattern("\\bhttps?://[^\\s\"'/]*(artifactory|nexus|verdaccio|", "npmjs)"),
  },
  {
    what: "the setting of a package registry",
    found: pattern("^\\s*(@[\\w-]+:)?registry", "\\s*=|_auth", "Token"),
  },
  {
    // The recordings were made in /home/agent, which is part of what they show.
    what: "a path of one machine",
    found: pattern("(^|[\\s\"'`(=])/(root|Users/\\w+|home/(?!", "agent\\b)\\w+)/"),
  },
];

/** Nothing in the repository may depend on where it was written or where its packages came from. */
export function bannedWords(files: readonly RepositoryFile[]): Complaints {
  return files.flatMap(({ path, text }) =>
    text
      .split("\n")
      .flatMap((line, index) =>
        banned
          .filter(({ found }) => found.test(line))
          .map(({ what }) => `${path}:${index + 1} names ${what}; leave it to the machine's own settings.`),
      ),
  );
}

/** The lockfile must install from anywhere. */
export function lockfileHosts(files: readonly RepositoryFile[]): Complaints {
  return files
    .filter(({ path, text }) => path === "pnpm-lock.yaml" && text.includes("http"))
    .map(({ path }) => `${path} contains "http"; remove what pins a server and run \`pnpm install\` again.`);
}
