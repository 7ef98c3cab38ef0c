import type { Job } from "../manifest.ts";
import type { Warning } from "../problem.ts";
import type { RunSpec } from "../run-spec.ts";
import { placedContainers } from "./placed-containers.ts";

const HOUR_MS = 3_600_000;

/** What may be wanted, and makes a run harder to explain or to keep apart. */
export function* warnings(job: Job, spec: RunSpec): Iterable<Warning> {
  for (const { container, path } of placedContainers(job.spec.template.spec)) {
    if (container.resources.limits?.["memory"] === undefined)
      yield warning(
        `${path}.resources.limits`,
        "Without a memory limit a node that runs out of memory chooses whom to kill.",
      );
    if (isMoving(container.image))
      yield warning(`${path}.image`, "Its tag may move: two attempts may run different programs.");
  }
  for (const [place, { kind }] of spec.sidecars.entries())
    if (kind === "regular")
      yield warning(`sidecars[${place}].kind`, "It keeps the pod Running after the agent has ended.");
  if (spec.ttlMs !== null && spec.ttlMs < HOUR_MS)
    yield warning("ttlMs", "A runner that is away for longer finds neither the Job nor its log.");
  if (spec.user.fsGroup === null)
    yield warning("user.fsGroup", "Without it every user of the container may read the prompt.");
  if (spec.podSecurity === "baseline")
    yield warning("podSecurity", "A namespace that enforces the restricted profile will deny the pod.");
}

function warning(path: string, text: string): Warning {
  return { path, warning: text };
}

/** Without a tag it is the latest. */
function isMoving(image: string): boolean {
  if (image.includes("@")) return false;
  const [, tag = "latest"] = image.slice(image.lastIndexOf("/") + 1).split(":");
  return tag === "latest";
}
