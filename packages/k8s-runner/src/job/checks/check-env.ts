import type { EnvVar, Job } from "../manifest.ts";
import { problemAt, type Problem } from "../problem.ts";
import { duplicates } from "./duplicates.ts";
import { isDataKey, isDnsSubdomain, isText, isVariableName } from "./names.ts";
import { placedContainers } from "./placed-containers.ts";

export function* checkEnv(job: Job): Iterable<Problem> {
  for (const { container, path } of placedContainers(job.spec.template.spec)) {
    for (const [place, variable] of container.env.entries())
      yield* checkVariable(`${path}.env[${place}]`, variable);
    yield* duplicates(
      container.env.map(({ name }) => name),
      (place) => `${path}.env[${place}].name`,
      "Keep one of the two; the last would win.",
    );
  }
}

function* checkVariable(path: string, { name, value, valueFrom }: EnvVar): Iterable<Problem> {
  if (!isVariableName(name))
    yield problemAt(`${path}.name`, "It is no name of a variable.", "Use letters, digits and `_`.");
  if (value !== undefined && !isText(value))
    yield problemAt(`${path}.value`, "It has a NUL or half a character in it.", "Pass it as a file.");
  const { secretKeyRef, configMapKeyRef, fieldRef } = valueFrom ?? {};
  const sources = [value, secretKeyRef, configMapKeyRef, fieldRef].filter((source) => source !== undefined);
  if (sources.length !== 1)
    yield problemAt(path, "It has not exactly one source.", "Give a value, or one reference.");
  for (const reference of [secretKeyRef, configMapKeyRef])
    if (reference !== undefined && !(isDnsSubdomain(reference.name) && isDataKey(reference.key)))
      yield problemAt(
        `${path}.valueFrom`,
        "It refers to no possible object and key.",
        "Give a name and a key.",
      );
  if (fieldRef !== undefined && !fields.test(fieldRef.fieldPath))
    yield problemAt(
      `${path}.valueFrom.fieldRef.fieldPath`,
      "A variable can't show this field.",
      "Use metadata.name, .namespace, .uid, a label or annotation, spec.nodeName, or status.podIP.",
    );
}

const fields =
  /^(?:metadata\.(?:name|namespace|uid|(?:labels|annotations)\['[A-Za-z0-9._/-]{1,317}'\])|spec\.(?:nodeName|serviceAccountName)|status\.(?:hostIPs?|podIPs?))$/;
