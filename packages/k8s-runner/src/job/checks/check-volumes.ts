import type { Job, KeyToPath, Volume } from "../manifest.ts";
import { problemAt, type Problem } from "../problem.ts";
import { RESERVED_VOLUMES } from "../reserved.ts";
import { duplicates } from "./duplicates.ts";
import { isDataKey, isDnsLabel, isDnsSubdomain, isInnerPath } from "./names.ts";
import { POD_PATH } from "./placed-containers.ts";
import { quantity } from "./quantity.ts";

export function* checkVolumes(job: Job): Iterable<Problem> {
  const { volumes } = job.spec.template.spec;
  for (const [place, volume] of volumes.entries())
    yield* checkVolume(`${POD_PATH}.volumes[${place}]`, volume);
  yield* duplicates(
    volumes.map(({ name }) => name),
    (place) => `${POD_PATH}.volumes[${place}].name`,
    "Name every volume differently.",
  );
}

function* checkVolume(path: string, volume: Volume): Iterable<Problem> {
  const { name, emptyDir, secret, configMap, persistentVolumeClaim, csi } = volume;
  if (!isDnsLabel(name))
    yield problemAt(`${path}.name`, "It is no DNS label.", "Use lower-case letters, digits and hyphens.");
  const sources = [emptyDir, secret, configMap, persistentVolumeClaim, csi].filter(
    (one) => one !== undefined,
  );
  if (sources.length !== 1)
    yield problemAt(
      path,
      "It has not exactly one source that we know.",
      "Use emptyDir, secret, configMap, persistentVolumeClaim or csi.",
    );
  const referred = secret?.secretName ?? configMap?.name ?? persistentVolumeClaim?.claimName;
  if (referred !== undefined && !isDnsSubdomain(referred))
    yield problemAt(path, "It refers to no possible object.", "Give the name of an object of the namespace.");
  // What of ours is mounted is checked where it stands in the specification.
  if (!name.startsWith(RESERVED_VOLUMES)) yield* checkItems(path, (secret ?? configMap)?.items ?? []);
  if (emptyDir !== undefined) yield* checkEmptyDir(`${path}.emptyDir`, emptyDir.sizeLimit);
}

/** Without a limit an agent that fills its disk evicts its neighbours instead of itself. */
function* checkEmptyDir(path: string, sizeLimit: string | undefined): Iterable<Problem> {
  const bytes = sizeLimit === undefined ? null : quantity(sizeLimit);
  if (bytes === null || bytes < 1024)
    yield problemAt(
      `${path}.sizeLimit`,
      "It is no quantity of at least 1Ki.",
      "Give a limit as `2Gi`; `m` is a thousandth of a byte.",
    );
}

function* checkItems(path: string, items: readonly KeyToPath[]): Iterable<Problem> {
  for (const [place, item] of items.entries())
    if (!isDataKey(item.key) || !isInnerPath(item.path))
      yield problemAt(
        `${path}.items[${place}]`,
        "It is no key with a path below the mount.",
        "Use a relative path.",
      );
}
