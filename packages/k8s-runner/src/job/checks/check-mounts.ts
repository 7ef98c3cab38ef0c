import type { Job, Volume, VolumeMount } from "../manifest.ts";
import { problemAt, type Problem } from "../problem.ts";
import { INPUTS_VOLUME, RESERVED_ROOT, SPOOL_VOLUME, WRAPPER_VOLUME } from "../reserved.ts";
import { duplicates } from "./duplicates.ts";
import { isInnerPath, isMountPath } from "./names.ts";
import { placedContainers } from "./placed-containers.ts";

export function* checkMounts(job: Job): Iterable<Problem> {
  const { spec: pod } = job.spec.template;
  for (const { container, path } of placedContainers(pod)) {
    const mounts = container.volumeMounts;
    for (const [place, mount] of mounts.entries())
      yield* checkMount(`${path}.volumeMounts[${place}]`, mount, pod.volumes);
    yield* duplicates(
      mounts.map(({ mountPath }) => mountPath),
      (place) => `${path}.volumeMounts[${place}].mountPath`,
      "Mount every volume elsewhere.",
    );
  }
}

function* checkMount(path: string, mount: VolumeMount, volumes: readonly Volume[]): Iterable<Problem> {
  const { name, mountPath, subPath } = mount;
  if (!volumes.some((volume) => volume.name === name))
    yield problemAt(`${path}.name`, "The pod has no volume of this name.", "Add it to `volumes`.");
  if (subPath !== undefined && !isInnerPath(subPath))
    yield problemAt(
      `${path}.subPath`,
      "It is no path inside of the volume.",
      "Use a relative path without `..`.",
    );
  if (!isMountPath(mountPath))
    yield problemAt(
      `${path}.mountPath`,
      "It is no absolute path that means one place.",
      "Use an absolute path without `..`, `:` or a slash at its end.",
    );
  else if (system.some((root) => isWithin(mountPath, root) || mountPath === "/"))
    yield problemAt(`${path}.mountPath`, "It hides a part of the system.", "Mount it elsewhere.");
  else if (tokens.some((root) => isWithin(mountPath, root) || isWithin(root, mountPath)))
    yield problemAt(
      `${path}.mountPath`,
      "It hides where service accounts' tokens are.",
      "Mount it elsewhere.",
    );
  if (!belowRoot.has(name) && isWithin(mountPath, RESERVED_ROOT))
    yield problemAt(`${path}.mountPath`, `${RESERVED_ROOT} is ours.`, "Mount it elsewhere.");
}

const belowRoot = new Set([INPUTS_VOLUME, WRAPPER_VOLUME, SPOOL_VOLUME]);

const system = ["/proc", "/sys", "/dev"];

/** A volume at /var/run hid the token of a service account, and a socket at /run is another's. */
const tokens = ["/var/run/secrets", "/run/secrets"];

function isWithin(path: string, root: string): boolean {
  return path === root || path.startsWith(`${root}/`);
}
