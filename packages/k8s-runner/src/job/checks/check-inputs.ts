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
  for (const { kind, text, path } of secretEntries(spec)) {
    bytes += textSize(text);
    if (/\p{Surrogate}/u.test(text))
      yield problemAt(path, "It holds half a character, which would be replaced.", "Pass well-formed text.");
    if (kind === "variable") yield* checkVariable(path, text);
  }
  if (bytes > SECRET_BYTES)
    yield problemAt(
      "prompt",
      `Prompt, files, wrapper and secret variables have ${bytes} bytes; a Secret holds ${SECRET_BYTES}.`,
      "Put large inputs on a volume.",
    );
}

function* checkVariable(path: string, text: string): Iterable<Problem> {
  if (text.includes("\0"))
    yield problemAt(path, "No variable can hold a NUL character.", "Pass it as a file.");
  if (textSize(text) >= VARIABLE_BYTES)
    yield problemAt(path, "The kernel takes no variable of 128 KiB or more.", "Pass it as a file.");
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
