import { isDnsSubdomain, isImage, isInnerPath, isMountPath, quantity } from "@runverdict/k8s-runner";
import type { Field } from "../field.ts";
import type { FieldValues } from "../field-values.ts";
import { choice } from "../kinds/choice.ts";
import { jsonList, jsonObject } from "../kinds/json-object.ts";
import { keyValues } from "../kinds/key-values.ts";
import { objectNames } from "../kinds/names.ts";
import { textThat } from "../kinds/text.ts";
import { tolerations } from "../kinds/tolerations.ts";
import { toggle } from "../kinds/toggle.ts";

type Names =
  | "image"
  | "imagePullPolicy"
  | "imagePullSecrets"
  | "serviceAccountName"
  | "resources.requests.cpu"
  | "resources.requests.memory"
  | "resources.limits.cpu"
  | "resources.limits.memory"
  | "nodeSelector"
  | "tolerations"
  | "labels"
  | "runtimeClassName"
  | "priorityClassName"
  | "dataVolume"
  | "dataClaimName"
  | "dataSubPath"
  | "dataPath"
  | "dataSizeLimit"
  | "sidecars"
  | "podTemplate"
  | "wrapper";

const objectName = (): Field<string | null>["read"] =>
  textThat(
    isDnsSubdomain,
    'It is no name of an object: lower-case letters, digits, "-" and ".", at most 253.',
  );

const amount = (unit: string, shown: string): Omit<Field<string>, "label" | "hint"> => ({
  type: "text",
  read: textThat((value) => (quantity(value) ?? 0) > 0, `It is no quantity: write it like ${unit}.`),
  absent: shown,
  shown,
});

/** What the pod is made of, and where it runs. */
export const podFields: { readonly [Name in Names]: Field<FieldValues[Name]> } = {
  image: {
    label: "Image",
    type: "text",
    hint: "It must have Claude Code in it. Without it: the image of Paperclip's own pod.",
    read: textThat(isImage, "It is no reference to an image: write it like registry.example/agent:1.2."),
    absent: null,
    shown: null,
  },
  imagePullPolicy: {
    label: "Image pull policy",
    type: "select",
    hint: "When a node fetches the image.",
    read: choice(["IfNotPresent", "Always", "Never"]),
    absent: "IfNotPresent",
    shown: "IfNotPresent",
    options: [
      { value: "IfNotPresent", label: "If not present" },
      { value: "Always", label: "Always" },
      { value: "Never", label: "Never" },
    ],
  },
  imagePullSecrets: {
    label: "Image pull Secrets",
    type: "textarea",
    hint: "Names, one in a line, beside those of Paperclip's own pod.",
    read: objectNames(),
    absent: [],
    shown: null,
  },
  serviceAccountName: {
    label: "Service account",
    type: "text",
    hint: "The agent gets no token of it. Without it: the namespace's default one.",
    read: objectName(),
    absent: null,
    shown: null,
    aliases: ["serviceAccount"],
  },
  "resources.requests.cpu": {
    label: "CPU request",
    hint: "What the node must have free.",
    ...amount("500m or 2", "1000m"),
  },
  "resources.requests.memory": {
    label: "Memory request",
    hint: "What the node must have free.",
    ...amount("1536Mi or 2Gi", "2Gi"),
  },
  "resources.limits.cpu": {
    label: "CPU limit",
    hint: "More than this it does not get.",
    ...amount("500m or 2", "4000m"),
  },
  "resources.limits.memory": {
    label: "Memory limit",
    hint: "An agent that needs more is killed, and the run says so.",
    ...amount("1536Mi or 2Gi", "8Gi"),
  },
  nodeSelector: {
    label: "Node selector",
    type: "textarea",
    hint: "Labels that the node must have: `key=value` lines, or JSON.",
    read: keyValues(),
    absent: {},
    shown: null,
  },
  tolerations: {
    label: "Tolerations",
    type: "textarea",
    hint: "A JSON list in Kubernetes' own words.",
    read: tolerations(),
    absent: [],
    shown: null,
  },
  labels: {
    label: "Further labels",
    type: "textarea",
    hint: "For Job and pod: `key=value` lines, or JSON. Those of paperclip.io/ and app.kubernetes.io/ are the adapter's own.",
    read: keyValues(),
    absent: {},
    shown: null,
  },
  runtimeClassName: {
    label: "Runtime class",
    type: "text",
    hint: "Such as gvisor or kata. Without it: the cluster's default.",
    read: objectName(),
    absent: null,
    shown: null,
  },
  priorityClassName: {
    label: "Priority class",
    type: "text",
    hint: "Pods of a low class are preempted first. Without it: the cluster's default.",
    read: objectName(),
    absent: null,
    shown: null,
  },
  dataVolume: {
    label: "Data volume",
    type: "select",
    hint: "Where workspace and sessions lie. Left open, it is the claim that is named, or else that of Paperclip's own pod. Sessions can be resumed only when a persistent volume claim holds them.",
    read: choice(["inherit", "claim", "scratch", "none"]),
    absent: null,
    shown: "inherit",
    options: [
      { value: "inherit", label: "The claim of Paperclip's own pod" },
      { value: "claim", label: "A persistent volume claim" },
      { value: "scratch", label: "An empty folder that goes with the pod" },
      { value: "none", label: "None" },
    ],
  },
  dataClaimName: {
    label: "Claim",
    type: "text",
    hint: "The name of the persistent volume claim.",
    read: objectName(),
    absent: null,
    shown: null,
    visibleWhen: { key: "dataVolume", values: ["claim"] },
    aliases: ["workspaceVolumeClaim"],
  },
  dataSubPath: {
    label: "Folder of the claim",
    type: "text",
    hint: "The agent sees nothing else of a claim that others use too. Without it: all of it.",
    read: textThat(isInnerPath, "It is no path inside of a volume: no slash at the beginning, no `..`."),
    absent: null,
    shown: null,
    visibleWhen: { key: "dataVolume", values: ["inherit", "claim"] },
  },
  dataPath: {
    label: "Path of the data volume",
    type: "text",
    hint: "In the pod. Where Paperclip's own claim is shared it must be the path that Paperclip has it at.",
    read: textThat(
      isMountPath,
      "It is no absolute path of a folder: begin it with a slash, and end it without one.",
    ),
    absent: "/paperclip",
    shown: "/paperclip",
    aliases: ["workspaceMountPath"],
  },
  dataSizeLimit: {
    label: "Size limit of the empty folder",
    hint: "A run that writes more is evicted, and says so.",
    ...amount("10Gi", "10Gi"),
    visibleWhen: { key: "dataVolume", values: ["scratch"] },
  },
  sidecars: {
    label: "Sidecars",
    type: "textarea",
    hint: "A JSON list of containers in Kubernetes' own words; `restartPolicy: Always` makes a native one, which starts before the agent and ends after it.",
    read: jsonList(),
    absent: [],
    shown: null,
  },
  podTemplate: {
    label: "Patch of the pod template",
    type: "textarea",
    hint: "A JSON object that is merged into the pod template; what it makes impossible is refused.",
    read: jsonObject(),
    absent: null,
    shown: null,
  },
  wrapper: {
    label: "Run Claude Code in the wrapper",
    type: "toggle",
    hint: "A small script beside the agent that keeps its output complete through lost logs and tells how it ended even when the log is gone. The image needs node.",
    read: toggle(),
    absent: false,
    shown: false,
  },
};
