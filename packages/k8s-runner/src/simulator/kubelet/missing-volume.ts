import type { Pod } from "../objects.ts";
import type { Store } from "../store/store.ts";

/** What the kubelet says of the first volume that it can't set up; null when all are there. */
export function missingVolume(store: Store, { metadata, spec }: Pod): string | null {
  const { namespace = "" } = metadata;
  for (const { name, secret, configMap } of spec.volumes ?? []) {
    if (
      secret !== undefined &&
      secret.optional !== true &&
      store.get("secrets", namespace, secret.secretName) === null
    ) {
      return `MountVolume.SetUp failed for volume "${name}" : secret "${secret.secretName}" not found`;
    }
    if (
      configMap !== undefined &&
      configMap.optional !== true &&
      store.get("configmaps", namespace, configMap.name) === null
    ) {
      return `MountVolume.SetUp failed for volume "${name}" : configmap "${configMap.name}" not found`;
    }
  }
  return null;
}
