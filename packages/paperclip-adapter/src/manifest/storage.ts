import { posix } from "node:path";
import type { DataVolume } from "@runverdict/k8s-runner";
import type { DataConfig } from "../config/adapter-config.ts";
import type { PodMount, SelfPodLookup } from "../self-pod/self-pod.ts";

/** The agent's data volume, and what of it the host sees. */
export interface Storage {
  readonly data: DataVolume;
  /** Where in the pod something of the host's disk is; null where the pod does not have it. */
  readonly inPod: (hostPath: string) => string | null;
  /** Where on the host's disk something of the pod's is; null where the host does not have it. */
  readonly onHost: (podPath: string) => string | null;
  /** Names a place of the claim for all time, whatever it is mounted at; null for what goes with the pod. */
  readonly place: (podPath: string) => string | null;
  /** What the configuration led to, where that is worth a line. */
  readonly notes: readonly string[];
}

export type StorageAnswer =
  | { readonly kind: "storage"; readonly storage: Storage }
  | { readonly kind: "unavailable"; readonly message: string };

const SCRATCH_SIZE = "10Gi";

const NAME_IT =
  "A claim that is named is used as it is: set `dataVolume` to `claim`, and its name in `dataClaimName`.";

/** `namespace` is where the agents run; claims of another one can't be mounted there. */
export function storageOf(config: DataConfig, self: SelfPodLookup, namespace: string): StorageAnswer {
  switch (config.kind) {
    case "none":
      return stored(temporary({ kind: "none" }, []));
    case "scratch":
      return stored(temporary(config, []));
    case "claim": {
      const { path, claimName, subPath } = config;
      return stored(persistent({ kind: "claim", path, claimName, subPath }, self, namespace));
    }
    case "inherit":
      return inherited(config, self, namespace);
  }
}

function inherited(
  { path, subPath }: Extract<DataConfig, { kind: "inherit" }>,
  self: SelfPodLookup,
  namespace: string,
): StorageAnswer {
  if (self.kind === "unavailable")
    return {
      kind: "unavailable",
      message: `Which volume Paperclip's own pod has at ${path} could not be looked up: ${self.why} ${NAME_IT}`,
    };
  if (self.kind === "outside") return stored(instead(path, self.why));
  const { pod } = self;
  const mount = longest(pod.mounts, posix.normalize(path));
  if (mount === undefined || mount.claimName === null)
    return stored(instead(path, `Paperclip's own pod has no persistent volume claim at ${path}.`));
  if (pod.namespace !== namespace)
    return stored(
      instead(
        path,
        `The claim of Paperclip's own pod is in ${pod.namespace}, and agents run in ${namespace}.`,
      ),
    );
  const inside = [inVolume(mount, path), subPath ?? ""].filter((part) => part !== "").join("/");
  const { claimName } = mount;
  return stored(
    persistent({ kind: "claim", path, claimName, subPath: inside === "" ? null : inside }, self, namespace),
  );
}

/** An agent can work without what was to be inherited, as long as it is told. */
function instead(path: string, why: string): Storage {
  const note = `${why} So ${path} is empty at the start of each run and gone with it. ${NAME_IT}`;
  return temporary({ kind: "scratch", path, sizeLimit: SCRATCH_SIZE }, [note]);
}

function stored(storage: Storage): StorageAnswer {
  return { kind: "storage", storage };
}

function temporary(data: DataVolume, notes: readonly string[]): Storage {
  return { data, inPod: () => null, onHost: () => null, place: () => null, notes };
}

function persistent(
  data: Extract<DataVolume, { kind: "claim" }>,
  self: SelfPodLookup,
  namespace: string,
): Storage {
  const whole: PodMount = { path: data.path, claimName: data.claimName, subPath: data.subPath ?? "" };
  const host = hostMounts(whole, self, namespace);
  const ours = (mount: PodMount | undefined): mount is PodMount => mount?.claimName === data.claimName;
  return {
    data,
    notes: [],
    inPod(hostPath) {
      const mount = longest(host, posix.normalize(hostPath));
      return ours(mount) ? below(whole, inVolume(mount, posix.normalize(hostPath))) : null;
    },
    onHost(podPath) {
      const wanted = posix.normalize(podPath);
      if (!isWithin(wanted, data.path)) return null;
      const inside = inVolume(whole, wanted);
      // Of two mounts of one claim, one inside of the other, a path means what the inner one shows.
      for (const mount of host.filter(ours)) {
        const place = below(mount, inside);
        if (place !== null && longest(host, place) === mount) return place;
      }
      return null;
    },
    place(podPath) {
      const wanted = posix.normalize(podPath);
      return isWithin(wanted, data.path)
        ? `${namespace}/${data.claimName}:/${inVolume(whole, wanted)}`
        : null;
    },
  };
}

/**
 * Where the host has which volumes. If its pod can't be looked up it has the claim where the agents have it, as the
 * deployments of Paperclip do; outside of the cluster it has none, since a folder of the same name proves nothing.
 */
function hostMounts(whole: PodMount, self: SelfPodLookup, namespace: string): readonly PodMount[] {
  if (self.kind === "unavailable") return [whole];
  return self.kind === "found" && self.pod.namespace === namespace ? self.pod.mounts : [];
}

/** The mount that a path is on: a volume that is mounted inside of another hides what is there. */
function longest(mounts: readonly PodMount[], path: string): PodMount | undefined {
  return mounts
    .filter((mount) => isWithin(path, mount.path))
    .toSorted((one, other) => other.path.length - one.path.length)[0];
}

/** Where in its volume a path of a mount is; empty for the volume's root. */
function inVolume({ path, subPath }: PodMount, wanted: string): string {
  return posix.join(subPath, posix.relative(path, wanted)).replace(/^\.?\/?$|^\/|\/$/g, "");
}

/** Where a mount has a place of its volume; null for what is outside of the part that it shows. */
function below({ path, subPath }: PodMount, inside: string): string | null {
  const root = posix.join("/", subPath);
  const wanted = posix.join("/", inside);
  return isWithin(wanted, root) ? posix.join(path, posix.relative(root, wanted)) : null;
}

function isWithin(path: string, root: string): boolean {
  if (!posix.isAbsolute(path)) return false;
  const way = posix.relative(root, path);
  return way === "" || (way !== ".." && !way.startsWith("../"));
}
