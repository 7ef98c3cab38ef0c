import { isTypeScript } from "../files.ts";
import type { Complaints, RepositoryFile } from "../files.ts";

/** Names that say nothing: whatever does not fit elsewhere ends up there. */
const empty = /^(utils?|helpers?|common|managers?|services?|misc|shared|lib)$/;

export function fileNames(files: readonly RepositoryFile[]): Complaints {
  return files.filter(isTypeScript).flatMap(({ path }) =>
    path.split("/").flatMap((part) => {
      const words = part.replace(/(\.[a-z]+)+$/, "");
      if (empty.test(words) || words.split("-").some((word) => /^(utils?|helpers?|managers?)$/.test(word))) {
        return [`${path}: "${words}" says nothing; name it after the noun it holds or the verb it exports.`];
      }
      return /^\.?[a-z0-9]+(-[a-z0-9]+)*(\.[a-z]+)*$/.test(part)
        ? []
        : [`${path}: "${part}" is not kebab-case.`];
    }),
  );
}
