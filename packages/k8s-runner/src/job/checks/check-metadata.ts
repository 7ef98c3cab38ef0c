import type { Job, ObjectMeta } from "../manifest.ts";
import { keyPath, problemAt, type Problem } from "../problem.ts";
import { isReservedKey } from "../reserved.ts";
import { isDnsLabel, isLabelValue, isQualifiedName, isText } from "./names.ts";

export function* checkMetadata(job: Job): Iterable<Problem> {
  if (!isDnsLabel(job.metadata.namespace))
    yield problemAt(
      "metadata.namespace",
      "It is no DNS label of at most 63 characters.",
      "Use lower-case letters, digits and hyphens.",
    );
  yield* checkMaps("metadata", job.metadata);
  yield* checkMaps("spec.template.metadata", job.spec.template.metadata);
}

function* checkMaps(path: string, { labels, annotations }: ObjectMeta): Iterable<Problem> {
  for (const [place, [key, value]] of Object.entries(labels).entries()) {
    const at = keyPath(`${path}.labels`, key, place);
    if (!isQualifiedName(key)) yield problemAt(at, "The key is no qualified name.", keyCure);
    if (!isLabelValue(value))
      yield problemAt(
        at,
        "The value is no label value.",
        "Use at most 63 letters, digits, `-`, `_` and `.` between letters or digits; annotations take any text.",
      );
  }
  for (const [place, [key, value]] of Object.entries(annotations).entries()) {
    const at = keyPath(`${path}.annotations`, key, place);
    // The server compares the key in lower case.
    if (!isQualifiedName(key.toLowerCase())) yield problemAt(at, "The key is no qualified name.", keyCure);
    // Ours are checked where they stand in the specification.
    if (!isText(value) && !isReservedKey(key))
      yield problemAt(at, "It has a NUL or half a character in it.", "Use printable text.");
  }
}

const keyCure = "Use `name` or `domain.example/name`, of letters, digits, `-`, `_` and `.`.";
