import type { Features } from "../features.ts";
import { isObject, listAt, textAt, withFields } from "./json.ts";
import type { Json, JsonObject } from "./json.ts";

/** Fills in what the API server fills in, and drops what a server of this version doesn't know. */
export function defaultJob(job: JsonObject, features: Features): JsonObject {
  const spec = dropUnknown(isObject(job["spec"]) ? job["spec"] : {}, features);
  const filled = withFields(spec, {
    parallelism: spec["parallelism"] ?? 1,
    completions: spec["completions"] ?? 1,
    backoffLimit: spec["backoffLimit"] ?? 6,
    manualSelector: spec["manualSelector"] ?? false,
    template: defaultTemplate(spec["template"]),
    completionMode: spec["completionMode"] ?? "NonIndexed",
    ...(features.suspend ? { suspend: spec["suspend"] ?? false } : {}),
    ...(features.podReplacementPolicy ? { podReplacementPolicy: replacementPolicy(spec) } : {}),
  });
  return withFields(job, { spec: filled });
}

/** What a new Job gets beside: the labels that its pods are found by, and the selector that finds them. */
export function identifyJob(job: JsonObject, uid: string): JsonObject {
  const spec = isObject(job["spec"]) ? job["spec"] : {};
  const template = isObject(spec["template"]) ? spec["template"] : {};
  const metadata = isObject(template["metadata"]) ? template["metadata"] : {};
  const own = isObject(metadata["labels"]) ? metadata["labels"] : {};
  const name = textAt(job, "metadata", "name");
  const labels = {
    ...own,
    "batch.kubernetes.io/controller-uid": uid,
    "batch.kubernetes.io/job-name": name,
    "controller-uid": uid,
    "job-name": name,
  };
  const selector = spec["selector"] ?? { matchLabels: { "batch.kubernetes.io/controller-uid": uid } };
  const identified = withFields(template, { metadata: withFields(metadata, { labels }) });
  return withFields(job, { spec: withFields(spec, { selector, template: identified }), status: {} });
}

function dropUnknown(spec: JsonObject, features: Features): JsonObject {
  return withFields(spec, {
    ...(features.suspend ? {} : { suspend: undefined }),
    ...(features.podFailurePolicy ? {} : { podFailurePolicy: undefined }),
    ...(features.podReplacementPolicy ? {} : { podReplacementPolicy: undefined }),
  });
}

function replacementPolicy(spec: JsonObject): Json {
  return (
    spec["podReplacementPolicy"] ??
    (spec["podFailurePolicy"] === undefined ? "TerminatingOrFailed" : "Failed")
  );
}

function defaultTemplate(template: Json | undefined): JsonObject {
  const known = isObject(template) ? template : {};
  return isObject(known["spec"]) ? withFields(known, { spec: defaultPodSpec(known["spec"]) }) : known;
}

function defaultPodSpec(spec: JsonObject): JsonObject {
  const initContainers = listAt(spec, "initContainers").map(defaultContainer);
  const volumes = listAt(spec, "volumes").map(defaultVolume);
  return withFields(spec, {
    ...(initContainers.length === 0 ? {} : { initContainers }),
    ...(volumes.length === 0 ? {} : { volumes }),
    containers: listAt(spec, "containers").map(defaultContainer),
    restartPolicy: spec["restartPolicy"] ?? "Always",
    terminationGracePeriodSeconds: spec["terminationGracePeriodSeconds"] ?? 30,
    dnsPolicy: spec["dnsPolicy"] ?? "ClusterFirst",
    securityContext: spec["securityContext"] ?? {},
    schedulerName: spec["schedulerName"] ?? "default-scheduler",
  });
}

function defaultContainer(container: Json): Json {
  if (!isObject(container)) return container;
  const image = typeof container["image"] === "string" ? container["image"] : "";
  const isLatest = image.endsWith(":latest") || !/[:@][^/]*$/.test(image);
  return withFields(container, {
    resources: container["resources"] ?? {},
    terminationMessagePath: container["terminationMessagePath"] ?? "/dev/termination-log",
    terminationMessagePolicy: container["terminationMessagePolicy"] ?? "File",
    imagePullPolicy: container["imagePullPolicy"] ?? (isLatest ? "Always" : "IfNotPresent"),
  });
}

function defaultVolume(volume: Json): Json {
  if (!isObject(volume)) return volume;
  const { secret, configMap } = volume;
  if (isObject(secret))
    return withFields(volume, { secret: { ...secret, defaultMode: secret["defaultMode"] ?? 420 } });
  if (!isObject(configMap)) return volume;
  return withFields(volume, { configMap: { ...configMap, defaultMode: configMap["defaultMode"] ?? 420 } });
}
