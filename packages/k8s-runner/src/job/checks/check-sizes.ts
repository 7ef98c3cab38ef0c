import type { Container, Job } from "../manifest.ts";
import type { StringMap } from "../string-map.ts";
import { problemAt, type Problem } from "../problem.ts";
import type { RunSpec } from "../run-spec.ts";
import { secretEntries, variableKey } from "../secret-entries.ts";
import { textSize } from "../text-size.ts";
import { placedContainers } from "./placed-containers.ts";

/** Keys and values of all annotations of an object. */
const ANNOTATION_BYTES = 262_144;

/** Linux refuses to start a program with one argument or variable of this size; a prompt in a variable met it. */
export const VARIABLE_BYTES = 131_072;

/** It takes two mebibytes in all where the stack is 8 MiB; the image and the kubelet add variables of their own. */
const ARGUMENT_BYTES = 1_966_080;

/** etcd takes 1.5 MiB; the server adds defaults, status, and a record of who manages each field. */
const OBJECT_BYTES = 1_258_291;

export function* checkSizes(job: Job, spec: RunSpec): Iterable<Problem> {
  yield* checkAnnotations("metadata.annotations", job.metadata.annotations);
  yield* checkAnnotations("spec.template.metadata.annotations", job.spec.template.metadata.annotations);
  const secrets = secretEntries(spec);
  for (const { container, path } of placedContainers(job.spec.template.spec)) {
    const prefix = variableKey(container.name, "");
    const hidden = secrets.filter(({ key }) => key.startsWith(prefix)).map(({ text }) => textSize(text));
    yield* checkArguments(
      path,
      container,
      hidden.reduce((sum, size) => sum + size, 0),
    );
  }
  const size = textSize(JSON.stringify(job));
  if (size > OBJECT_BYTES)
    yield problemAt(
      "spec",
      `The Job has ${size} bytes as JSON; servers take about 1.5 MiB.`,
      "Move texts into files.",
    );
}

/** `hidden` is how many bytes the variables of the run's Secret add. */
function* checkArguments(path: string, container: Container, hidden: number): Iterable<Problem> {
  const { command = [], args = [], env } = container;
  let bytes = hidden;
  for (const [field, list] of Object.entries({ command, args, env: env.map(assignment) }))
    for (const [place, text] of list.entries()) {
      const size = textSize(text) + 1;
      bytes += size;
      if (size > VARIABLE_BYTES)
        yield problemAt(
          `${path}.${field}[${place}]`,
          `It has ${size} bytes; Linux starts no program with one of more than ${VARIABLE_BYTES}.`,
          "Pass it as a file of the Secret.",
        );
    }
  if (bytes > ARGUMENT_BYTES)
    yield problemAt(
      path,
      `Command, arguments and variables have ${bytes} bytes.`,
      "Pass large texts as files.",
    );
}

function assignment({ name, value = "" }: { readonly name: string; readonly value?: string }): string {
  return `${name}=${value}`;
}

function* checkAnnotations(path: string, annotations: StringMap): Iterable<Problem> {
  const bytes = Object.entries(annotations).reduce((sum, pair) => sum + textSize(pair.join("")), 0);
  if (bytes > ANNOTATION_BYTES)
    yield problemAt(
      path,
      `They have ${bytes} bytes; a server takes ${ANNOTATION_BYTES}.`,
      "Keep large texts elsewhere.",
    );
}
