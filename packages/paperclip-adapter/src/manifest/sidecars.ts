import { quotable } from "@runverdict/classifier/kubernetes";
import { z } from "zod";
import { plainCompanion, type EnvEntry, type Sidecar } from "@runverdict/k8s-runner";

const reference = z.strictObject({ name: z.string(), key: z.string(), optional: z.boolean().default(false) });

const variable = z.strictObject({
  name: z.string(),
  value: z.string().exactOptional(),
  valueFrom: z
    .strictObject({
      secretKeyRef: reference.exactOptional(),
      configMapKeyRef: reference.exactOptional(),
      fieldRef: z.strictObject({ fieldPath: z.string() }).exactOptional(),
    })
    .exactOptional(),
});

const mount = z.strictObject({
  name: z.string(),
  mountPath: z.string(),
  subPath: z.string().nullable().default(null),
  readOnly: z.boolean().default(false),
});

const whole = z.int().nonnegative().exactOptional();

const probe = z.strictObject({
  exec: z.strictObject({ command: z.array(z.string()) }).exactOptional(),
  httpGet: z.strictObject({ port: z.int(), path: z.string().exactOptional() }).exactOptional(),
  tcpSocket: z.strictObject({ port: z.int() }).exactOptional(),
  initialDelaySeconds: whole,
  periodSeconds: whole,
  timeoutSeconds: whole,
  failureThreshold: whole,
});

const quantities = z.record(z.string(), z.string());

/** A container as people write it for Kubernetes, as far as a companion of an agent may be one. */
const container = z.strictObject({
  name: z.string(),
  image: z.string(),
  command: z.array(z.string()).default([]),
  args: z.array(z.string()).default([]),
  env: z.array(variable).default([]),
  volumeMounts: z.array(mount).default([]),
  resources: z
    .strictObject({ requests: quantities.exactOptional(), limits: quantities.exactOptional() })
    .default(plainCompanion.resources),
  restartPolicy: z.literal("Always").exactOptional(),
  startupProbe: probe.nullable().default(null),
});

export type SidecarsRead =
  | { readonly kind: "sidecars"; readonly sidecars: readonly Sidecar[] }
  | { readonly kind: "wrong"; readonly message: string };

/** Reads the containers of a configuration; what is wrong with one is told by its place, without its values. */
export function sidecarsOf(configured: readonly unknown[]): SidecarsRead {
  const read = z.array(container).safeParse(configured);
  if (read.success) return { kind: "sidecars", sidecars: read.data.map(sidecarOf) };
  const [issue] = read.error.issues;
  const place = quotable((issue?.path ?? []).map(String).join("."), 100);
  const fields = Object.keys(container.shape).join(", ");
  const message = `\`sidecars\` is wrong at ${place === "" ? "its top" : place} (${issue?.code ?? "invalid"}): write each as a container of Kubernetes with these fields alone: ${fields}.`;
  return { kind: "wrong", message };
}

function sidecarOf(written: z.infer<typeof container>): Sidecar {
  const { name, image, command, args, env, volumeMounts, resources, restartPolicy, startupProbe } = written;
  const companion = {
    ...plainCompanion,
    name,
    image,
    command,
    args,
    env: env.map(entryOf),
    mounts: volumeMounts.map(({ name: volume, mountPath: path, ...how }) => ({ volume, path, ...how })),
    resources,
  };
  return restartPolicy === undefined
    ? { kind: "regular", ...companion }
    : { kind: "native", ...companion, startupProbe };
}

/** What was typed into a form goes into the run's Secret, whatever it is called. */
function entryOf({ name, value, valueFrom }: z.infer<typeof variable>): EnvEntry {
  const { secretKeyRef, configMapKeyRef, fieldRef } = valueFrom ?? {};
  if (secretKeyRef !== undefined) return { kind: "secret-key", name, ...referred(secretKeyRef) };
  if (configMapKeyRef !== undefined) return { kind: "config-map-key", name, ...referred(configMapKeyRef) };
  if (fieldRef !== undefined) return { kind: "pod-field", name, fieldPath: fieldRef.fieldPath };
  return { kind: "secret", name, value: value ?? "" };
}

function referred({ name, key, optional }: z.infer<typeof reference>): {
  from: string;
  key: string;
  optional: boolean;
} {
  return { from: name, key, optional };
}
