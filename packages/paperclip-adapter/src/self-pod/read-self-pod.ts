import { z } from "zod";
import type { EnvEntry } from "@runverdict/k8s-runner";
import type { HostPlace } from "./host-place.ts";
import type { PodDns, PodMount, SelfPod } from "./self-pod.ts";

const reference = z.looseObject({ name: z.string(), key: z.string(), optional: z.boolean().optional() });

const container = z.looseObject({
  name: z.string(),
  image: z.string().optional(),
  env: z
    .array(
      z.looseObject({
        name: z.string(),
        valueFrom: z
          .looseObject({ secretKeyRef: reference.optional(), configMapKeyRef: reference.optional() })
          .optional(),
      }),
    )
    .default([]),
  volumeMounts: z
    .array(z.looseObject({ name: z.string(), mountPath: z.string(), subPath: z.string().default("") }))
    .default([]),
});

/** The part of a pod that is read; all else of it may be as it likes. */
const shape = z.looseObject({
  metadata: z.looseObject({ name: z.string(), namespace: z.string(), uid: z.string() }),
  spec: z.looseObject({
    containers: z.array(container).min(1),
    volumes: z
      .array(
        z.looseObject({
          name: z.string(),
          persistentVolumeClaim: z.looseObject({ claimName: z.string() }).optional(),
        }),
      )
      .default([]),
    imagePullSecrets: z.array(z.looseObject({ name: z.string() })).default([]),
    dnsPolicy: z.string().optional(),
    dnsConfig: z.record(z.string(), z.unknown()).optional(),
  }),
  status: z.looseObject({ podIPs: z.array(z.looseObject({ ip: z.string() })).default([]) }).optional(),
});

type Pod = z.infer<typeof shape>;
type Container = z.infer<typeof container>;

/** What of the pod may be inherited; null where it is not a pod, or another one than that we run in. */
export function readSelfPod(object: unknown, place: HostPlace): SelfPod | null {
  const read = shape.safeParse(object);
  if (!read.success || !isOurs(read.data, place)) return null;
  const { metadata, spec } = read.data;
  // Charts name it so; where a mesh has put its own first, the name still finds it.
  const host = spec.containers.find(({ name }) => name === "paperclip") ?? spec.containers[0];
  if (host === undefined) return null;
  return {
    name: metadata.name,
    namespace: metadata.namespace,
    image: host.image ?? null,
    imagePullSecrets: spec.imagePullSecrets.map(({ name }) => name),
    dns: dnsOf(spec),
    mounts: mountsOf(host, spec.volumes),
    references: host.env.flatMap(referenceOf),
  };
}

/** Pods of a StatefulSet have the same name in every cluster: by a kubeconfig one may find somebody else's. */
function isOurs({ metadata, status }: Pod, { podUid, addresses }: HostPlace): boolean {
  if (podUid !== null) return podUid === metadata.uid;
  const podAddresses = status?.podIPs.map(({ ip }) => ip) ?? [];
  return podAddresses.length === 0 || podAddresses.some((ip) => addresses.includes(ip));
}

const usualPolicies = new Set(["ClusterFirst", "ClusterFirstWithHostNet"]);

/** A policy for the node's own network is the pod's, and not that of its agents. */
function dnsOf({ dnsPolicy, dnsConfig }: Pod["spec"]): PodDns | null {
  if (dnsConfig === undefined && (dnsPolicy === undefined || usualPolicies.has(dnsPolicy))) return null;
  return {
    ...(dnsPolicy === undefined || usualPolicies.has(dnsPolicy) ? {} : { dnsPolicy }),
    ...(dnsConfig === undefined ? {} : { dnsConfig }),
  };
}

function mountsOf({ volumeMounts }: Container, volumes: Pod["spec"]["volumes"]): readonly PodMount[] {
  return volumeMounts.map(({ name, mountPath, subPath }) => ({
    path: mountPath,
    claimName: volumes.find((volume) => volume.name === name)?.persistentVolumeClaim?.claimName ?? null,
    subPath,
  }));
}

/** `optional` goes along: without it a Secret that may be missing keeps the pod from starting. */
function referenceOf({ name, valueFrom }: Container["env"][number]): readonly EnvEntry[] {
  const [secret, map] = [valueFrom?.secretKeyRef, valueFrom?.configMapKeyRef];
  const from = secret ?? map;
  if (from === undefined) return [];
  const kind = secret === undefined ? "config-map-key" : "secret-key";
  return [{ kind, name, from: from.name, key: from.key, optional: from.optional ?? false }];
}
