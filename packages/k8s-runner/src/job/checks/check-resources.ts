import type { Job, Resources } from "../manifest.ts";
import { keyPath, problemAt, type Problem } from "../problem.ts";
import { isQualifiedName } from "./names.ts";
import { placedContainers } from "./placed-containers.ts";
import { quantity } from "./quantity.ts";

export function* checkResources(job: Job): Iterable<Problem> {
  for (const { container, path } of placedContainers(job.spec.template.spec))
    yield* checkContainer(`${path}.resources`, container.resources);
}

function* checkContainer(path: string, { requests = {}, limits = {} }: Resources): Iterable<Problem> {
  for (const [field, amounts] of Object.entries({ requests, limits }))
    for (const [place, [name, text]] of Object.entries(amounts).entries())
      yield* checkAmount(keyPath(`${path}.${field}`, name, place), name, text);
  const limited = new Map(Object.entries(limits).map(([name, text]) => [name, quantity(text)]));
  for (const [place, [name, text]] of Object.entries(requests).entries()) {
    const at = keyPath(`${path}.requests`, name, place);
    const limit = limited.get(name) ?? null;
    const request = quantity(text);
    if (request !== null && limit !== null && request > limit)
      yield problemAt(at, "It asks for more than the limit allows.", "Raise the limit, or ask for less.");
    if (isExtended(name) && request !== limit)
      yield problemAt(at, "Such a resource is not overcommitted.", "Give a limit that equals the request.");
  }
}

/** The least that a container can live with; less is a slip of the unit, as `400m` of memory. */
const BYTES_AT_LEAST = 4 * 2 ** 20;

function* checkAmount(path: string, name: string, text: string): Iterable<Problem> {
  const amount = quantity(text);
  if (!standard.has(name) && !isExtended(name))
    yield problemAt(
      path,
      "No container has such a resource.",
      "Use cpu, memory, ephemeral-storage, or a device's name as `vendor.example/gpu`.",
    );
  if (amount === null)
    yield problemAt(path, "It is no quantity.", "Write quantities as `500m`, `2`, `1536Mi`.");
  else if (name === "cpu" && (amount < 0.001 || amount > 4096))
    yield problemAt(path, "It is not between 1m and 4096 cores.", "`m` is a thousandth of a core.");
  else if (
    (name === "memory" || name === "ephemeral-storage") &&
    (amount < BYTES_AT_LEAST || amount > 2 ** 50)
  )
    yield problemAt(
      path,
      "It is not between 4Mi and 1Pi.",
      "`Mi` is a mebibyte; `m` is a thousandth of a byte.",
    );
  else if (isExtended(name) && !Number.isInteger(amount))
    yield problemAt(path, "Devices are not divided.", "Give a whole number.");
}

const standard = new Set(["cpu", "memory", "ephemeral-storage"]);

function isExtended(name: string): boolean {
  return name.includes("/") && isQualifiedName(name) && !name.startsWith("kubernetes.io/");
}
