import type { Container } from "../manifest.ts";
import { problemAt, type Problem } from "../problem.ts";
import { AGENT_CONTAINER, DATA_VOLUME, isReservedVariable, RESERVED_VOLUMES } from "../reserved.ts";
import type { RunSpec } from "../run-spec.ts";
import type { ContainerPatch } from "./pod-template-patch.ts";

/** What of a container a patch must not change. */
export function* checkContainerPatch(
  path: string,
  patch: ContainerPatch,
  base: readonly Container[],
  spec: RunSpec,
): Iterable<Problem> {
  const patched = base.find(({ name }) => name === patch.name);
  if (patched === undefined) {
    yield problemAt(
      `${path}.name`,
      "The pod has no container of this name here.",
      "Add containers by `sidecars` and `initContainers` of the specification.",
    );
    return;
  }
  yield* checkMounts(path, patch, patched);
  if (patch.name !== AGENT_CONTAINER) return;
  for (const [place, { name }] of (patch.env ?? []).entries())
    if (isReservedVariable(name))
      yield problemAt(`${path}.env[${place}].name`, "The variable is set by us.", "Use another name.");
  if (spec.wrapper === null) return;
  for (const field of ["command", "args"] as const)
    if (patch[field] !== undefined)
      yield problemAt(
        `${path}.${field}`,
        "The wrapper is started here, and starts the agent.",
        "Set `command` and `args` of the specification.",
      );
}

/** Neither is one of our volumes mounted elsewhere, nor another one where it is. */
function* checkMounts(
  path: string,
  { volumeMounts = [] }: ContainerPatch,
  base: Container,
): Iterable<Problem> {
  for (const [place, { name, mountPath }] of volumeMounts.entries()) {
    const hidden = base.volumeMounts.find((mount) => mount.mountPath === mountPath);
    if (name.startsWith(RESERVED_VOLUMES) || hidden?.name.startsWith(RESERVED_VOLUMES) === true)
      yield problemAt(
        `${path}.volumeMounts[${place}]`,
        "Mounts of our volumes stay where they are.",
        `Mount another volume elsewhere; \`mounts\` of the specification takes ${DATA_VOLUME}.`,
      );
  }
}
