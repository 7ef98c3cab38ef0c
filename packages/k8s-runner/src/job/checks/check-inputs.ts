import { keyPath, problemAt, type Problem } from "../problem.ts";
import type { RunSpec } from "../run-spec.ts";
import { secretEntries } from "../secret-entries.ts";
import { textSize } from "../text-size.ts";
import { duplicates } from "./duplicates.ts";
import { isDataKey, isInnerPath } from "./names.ts";
import { VARIABLE_BYTES } from "./check-sizes.ts";

/** A Secret holds a mebibyte of values. */
const SECRET_BYTES = 1_048_576;

/** What goes into the run's Secret: texts that arrive whole, under paths that mean one file each. */
export function* checkInputs(spec: RunSpec): Iterable<Problem> {
  yield* checkFiles(spec);
  let bytes = 0;
  for (const entry of secretEntries(spec)) {
    const { text, path } = entry;
    bytes += textSize(text);
    if (/\p{Surrogate}/u.test(text))
      yield problemAt(path, "It holds half a character, which would be replaced.", "Pass well-formed text.");
    if (entry.kind === "variable") yield* checkVariable(path, `${entry.name}=${text}`);
  }
  if (bytes > SECRET_BYTES)
    yield problemAt(
      "prompt",
      `Prompt, files, wrapper and secret variables have ${bytes} bytes; a Secret holds ${SECRET_BYTES}.`,
      "Put large inputs on a volume.",
    );
}

function* checkVariable(path: string, assignment: string): Iterable<Problem> {
  if (assignment.includes("\0"))
    yield problemAt(path, "No variable can hold a NUL character.", "Pass it as a file.");
  // A NUL ends it, which counts as well.
  if (textSize(assignment) >= VARIABLE_BYTES)
    yield problemAt(
      path,
      "With its name it has 128 KiB or more, and Linux starts no program with that.",
      "Pass it as a file.",
    );
}

function* checkFiles({ prompt, files, wrapper }: RunSpec): Iterable<Problem> {
  const paths = files.map(({ path }) => path);
  const taken = prompt === null ? paths : [...paths, "prompt"];
  for (const [place, path] of paths.entries()) {
    if (!isInnerPath(path))
      yield problemAt(
        `files[${place}].path`,
        "It is no path below the inputs.",
        "Use a relative path without `..`.",
      );
    if (prompt !== null && path === "prompt")
      yield problemAt(`files[${place}].path`, "The prompt stands there.", "Use another path.");
    if (taken.some((other) => other.startsWith(`${path}/`) || path.startsWith(`${other}/`)))
      yield problemAt(
        `files[${place}].path`,
        "It is a file and a folder of other files at once.",
        "Use another path.",
      );
  }
  yield* duplicates(paths, (place) => `files[${place}].path`, "Use another path.");
  for (const [place, name] of Object.keys(wrapper?.files ?? {}).entries())
    if (!isDataKey(name))
      yield problemAt(
        keyPath("wrapper.files", name, place),
        "It is no plain file name.",
        "Use letters, digits, `-`, `_` and `.`.",
      );
}
