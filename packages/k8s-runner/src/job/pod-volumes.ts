import type { KeyToPath, Volume, VolumeMount } from "./manifest.ts";
import {
  DATA_VOLUME,
  HOME_VOLUME,
  INPUTS_PATH,
  INPUTS_VOLUME,
  SPOOL_PATH,
  SPOOL_VOLUME,
  TMP_VOLUME,
  WRAPPER_PATH,
  WRAPPER_VOLUME,
} from "./reserved.ts";
import type { DataVolume, Mount, RunSpec } from "./run-spec.ts";
import { fileKey, PROMPT_KEY, wrapperKey } from "./secret-entries.ts";

/** The pod's volumes: ours first, then those that the caller brought. */
export function podVolumes(spec: RunSpec, secretName: string | null): Volume[] {
  const { home, tmp, wrapper, data } = spec;
  const fromSecret = (name: string, items: KeyToPath[]): Volume[] =>
    items.length === 0 || secretName === null
      ? []
      : [{ name, secret: { secretName, defaultMode: inputMode(spec), items } }];
  return [
    { name: HOME_VOLUME, emptyDir: { sizeLimit: home.sizeLimit } },
    { name: TMP_VOLUME, emptyDir: { sizeLimit: tmp.sizeLimit } },
    ...dataVolumes(data),
    ...fromSecret(INPUTS_VOLUME, inputItems(spec)),
    ...fromSecret(WRAPPER_VOLUME, wrapperItems(spec)),
    ...(wrapper === null ? [] : [{ name: SPOOL_VOLUME, emptyDir: { sizeLimit: wrapper.spoolSizeLimit } }]),
    ...spec.volumes,
  ];
}

/** What the agent's container mounts. */
export function agentMounts(spec: RunSpec): VolumeMount[] {
  const { home, tmp, data, wrapper } = spec;
  return [
    { name: HOME_VOLUME, mountPath: home.path },
    { name: TMP_VOLUME, mountPath: tmp.path },
    ...dataMounts(data),
    ...(inputItems(spec).length === 0 ? [] : [readOnlyMount(INPUTS_VOLUME, INPUTS_PATH)]),
    ...(wrapperItems(spec).length === 0 ? [] : [readOnlyMount(WRAPPER_VOLUME, WRAPPER_PATH)]),
    ...(wrapper === null ? [] : [{ name: SPOOL_VOLUME, mountPath: SPOOL_PATH }]),
    ...spec.mounts.map((mount) => volumeMount(mount, data)),
  ];
}

function readOnlyMount(name: string, mountPath: string): VolumeMount {
  return { name, mountPath, readOnly: true };
}

/** A mount as Kubernetes writes it. Of a shared claim nobody gets more than the tenant's part. */
export function volumeMount({ volume, path, subPath, readOnly }: Mount, data: DataVolume): VolumeMount {
  const tenant = volume === DATA_VOLUME && data.kind === "claim" ? data.subPath : null;
  const inside = [tenant, subPath].filter((part) => part !== null);
  return {
    name: volume,
    mountPath: path,
    ...(inside.length === 0 ? {} : { subPath: inside.join("/") }),
    ...(readOnly ? { readOnly } : {}),
  };
}

/**
 * The files of a Secret belong to root. The kubelet gives them to the `fsGroup` and lets the group read (0400 becomes
 * 0440); without one only a file that all may read can be read by the agent.
 */
function inputMode({ user }: RunSpec): number {
  return user.fsGroup === null ? 0o444 : 0o400;
}

function inputItems({ prompt, files }: RunSpec): KeyToPath[] {
  return [
    ...(prompt === null ? [] : [{ key: PROMPT_KEY, path: "prompt" }]),
    ...files.map(({ path }, place) => ({ key: fileKey(place), path })),
  ];
}

function wrapperItems({ wrapper }: RunSpec): KeyToPath[] {
  return Object.keys(wrapper?.files ?? {}).map((name) => ({ key: wrapperKey(name), path: name }));
}

function dataVolumes(data: DataVolume): Volume[] {
  switch (data.kind) {
    case "none":
      return [];
    case "scratch":
      return [{ name: DATA_VOLUME, emptyDir: { sizeLimit: data.sizeLimit } }];
    case "claim":
      return [{ name: DATA_VOLUME, persistentVolumeClaim: { claimName: data.claimName } }];
  }
}

function dataMounts(data: DataVolume): VolumeMount[] {
  if (data.kind === "none") return [];
  return [volumeMount({ volume: DATA_VOLUME, path: data.path, subPath: null, readOnly: false }, data)];
}
