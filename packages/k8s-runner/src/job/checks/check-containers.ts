import type { Container, Job } from "../manifest.ts";
import { problemAt, type Problem } from "../problem.ts";
import { duplicates } from "./duplicates.ts";
import { isDnsLabel, isImage, isMountPath, isText } from "./names.ts";
import { placedContainers, type PlacedContainer } from "./placed-containers.ts";

export function* checkContainers(job: Job): Iterable<Problem> {
  const placed = placedContainers(job.spec.template.spec);
  for (const one of placed) yield* checkContainer(one);
  yield* duplicates(
    placed.map(({ container }) => container.name),
    (place) => [placed[place]?.path, "name"].join("."),
    "Name every container of the pod differently; `agent` is the agent's.",
  );
}

function* checkContainer({ container, path }: PlacedContainer): Iterable<Problem> {
  const { name, image, command = [], args = [], workingDir } = container;
  if (!isDnsLabel(name))
    yield problemAt(`${path}.name`, "It is no DNS label.", "Use lower-case letters, digits and hyphens.");
  if (!isImage(image))
    yield problemAt(
      `${path}.image`,
      "It is no reference to an image.",
      "Use `host/path:tag` or `host/path@sha256:…`.",
    );
  if (workingDir !== undefined && !isMountPath(workingDir))
    yield problemAt(`${path}.workingDir`, "It is no absolute path.", "Use an absolute path without `..`.");
  for (const [field, texts] of Object.entries({ command, args }))
    for (const [place, text] of texts.entries())
      if (!isText(text))
        yield problemAt(
          `${path}.${field}[${place}]`,
          "It has a NUL or half a character in it.",
          "Pass it as a file.",
        );
  yield* checkProbe(path, container);
}

function* checkProbe(path: string, { startupProbe }: Container): Iterable<Problem> {
  if (startupProbe === undefined) return;
  const { exec, httpGet, tcpSocket } = startupProbe;
  if ([exec, httpGet, tcpSocket].filter((one) => one !== undefined).length !== 1)
    yield problemAt(
      `${path}.startupProbe`,
      "It asks in not exactly one way.",
      "Use exec, httpGet or tcpSocket.",
    );
}
