import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Container, KeyToPath, Volume } from "../objects.ts";
import type { Store } from "../store/store.ts";
import { inside } from "./inside.ts";
import { createPathRewriter } from "./rewrite-paths.ts";
import type { PodIdentity } from "./runtime.ts";

/**
 * Volumes as real folders, for containers that run as local processes. There is no container, so a path of the
 * container lies below a folder that stands for its root: `/var/run/prompt` becomes `<root>/var/run/prompt`, which
 * links to the volume. Paths that lie at or below a mount, and the termination message path, are rewritten wherever
 * they stand in the command, its arguments and the environment; the root itself is in RUNVERDICT_ROOT. What a program
 * has written into its own code, or a file says, is not rewritten, but for the configuration of the in-pod wrapper, which
 * has nothing but paths and figures in it.
 */
export interface Folders {
  /** Lays out a container's root, with its volumes; the path of the root. */
  readonly layOut: (pod: PodIdentity, container: Container, volumes: readonly Volume[]) => Promise<string>;
  /** Removes what belongs to a pod. Claims outlive their pods. */
  readonly clear: (podUid: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

export function createFolders(store: Store): Folders {
  let base: Promise<string> | null = null;
  const baseFolder = (): Promise<string> => (base ??= mkdtemp(join(tmpdir(), "runverdict-")));

  const layOut = async (
    pod: PodIdentity,
    container: Container,
    volumes: readonly Volume[],
  ): Promise<string> => {
    const home = await baseFolder();
    const root = join(home, pod.uid, "containers", container.name);
    const message = container.terminationMessagePath ?? "/dev/termination-log";
    const folders = [join(root, "home"), join(root, "tmp"), dirname(inside(root, message))];
    await Promise.all(folders.map((folder) => mkdir(folder, { recursive: true })));
    // The kubelet makes this file, and mounts it.
    await writeFile(inside(root, message), "");
    const rewrite = createPathRewriter(container, root);
    for (const mount of container.volumeMounts ?? []) {
      const volume = volumes.find(({ name }) => name === mount.name);
      if (volume === undefined) continue;
      const folder = await fill(store, pod, volume, home, rewrite);
      const target = inside(folder, mount.subPath ?? "");
      const link = inside(root, mount.mountPath);
      const isFile = volume.secret !== undefined || volume.configMap !== undefined;
      if (mount.subPath !== undefined && !isFile) await mkdir(target, { recursive: true });
      await mkdir(dirname(link), { recursive: true });
      await rm(link, { recursive: true, force: true });
      await symlink(target, link);
    }
    return root;
  };

  return {
    layOut,
    clear: async (podUid) => {
      if (base !== null) await clearAway(join(await base, podUid));
    },
    close: async () => {
      if (base !== null) await clearAway(await base);
    },
  };
}

/** Somebody who left the pod's process group may still be writing; what can't be removed stays. */
async function clearAway(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 5 }).catch(() => {});
}

async function fill(
  store: Store,
  pod: PodIdentity,
  volume: Volume,
  home: string,
  rewrite: (text: string) => string,
): Promise<string> {
  const { namespace, uid } = pod;
  const claim = volume.persistentVolumeClaim?.claimName;
  const folder =
    claim === undefined ? join(home, uid, "volumes", volume.name) : join(home, "claims", namespace, claim);
  await mkdir(folder, { recursive: true });
  const files = filesOf(store, namespace, volume);
  for (const { path, bytes, mode } of files) {
    const file = inside(folder, path);
    await mkdir(dirname(file), { recursive: true });
    // A file that is there already is from another container of the pod: the volume is one, and its files may be 0400.
    await rm(file, { force: true });
    await writeFile(file, path === WRAPPER_CONFIG ? rewrite(Buffer.from(bytes).toString()) : bytes, { mode });
  }
  return folder;
}

/** As `wrapperFiles` calls it. */
const WRAPPER_CONFIG = "wrapper.json";

interface VolumeFile {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly mode: number;
}

function filesOf(store: Store, namespace: string, { secret, configMap }: Volume): readonly VolumeFile[] {
  if (secret !== undefined) {
    const data = store.get("secrets", namespace, secret.secretName)?.data ?? {};
    return pick(new Map(Object.entries(data)), "base64", secret.items, secret.defaultMode);
  }
  if (configMap === undefined) return [];
  const config = store.get("configmaps", namespace, configMap.name);
  return pick(new Map(Object.entries(config?.data ?? {})), "utf8", configMap.items, configMap.defaultMode);
}

function pick(
  data: ReadonlyMap<string, string>,
  encoding: "base64" | "utf8",
  items: readonly KeyToPath[] | undefined,
  defaultMode = 0o644,
): readonly VolumeFile[] {
  const wanted: readonly KeyToPath[] = items ?? [...data.keys()].map((key) => ({ key, path: key }));
  return wanted.flatMap(({ key, path, mode }) => {
    const value = data.get(key);
    return value === undefined
      ? []
      : [{ path, bytes: Buffer.from(value, encoding), mode: mode ?? defaultMode }];
  });
}
