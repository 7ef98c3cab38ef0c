import { isDnsLabel, isDnsSubdomain } from "@runverdict/k8s-runner";
import type { Field } from "../field.ts";
import type { FieldValues } from "../field-values.ts";
import { choice } from "../kinds/choice.ts";
import { text, textThat } from "../kinds/text.ts";
import { toggle } from "../kinds/toggle.ts";

type Names = "kubeconfig" | "namespace" | "concurrency" | "reattachOrphanedJobs" | "secretRef";

/** Where the Jobs go, and which may be at once. */
export const clusterFields: { readonly [Name in Names]: Field<FieldValues[Name]> } = {
  kubeconfig: {
    label: "Kubeconfig",
    type: "textarea",
    hint: "An absolute path on Paperclip's disk, or the text of a kubeconfig. Without it: the service account of Paperclip's own pod, or what kubectl would find. It is kept as a secret: once it is saved, Paperclip's form shows [object Object] in its place.",
    read: text(),
    absent: null,
    shown: null,
    secret: true,
  },
  namespace: {
    label: "Namespace",
    type: "text",
    hint: "Where the Jobs go. Without it: the namespace of Paperclip's own pod, or of the kubeconfig.",
    read: textThat(
      isDnsLabel,
      'It is no name of a namespace: lower-case letters, digits and "-", at most 63.',
    ),
    absent: null,
    shown: null,
  },
  concurrency: {
    label: "Runs at once",
    type: "select",
    hint: "One live Job for each session (an issue, say), so that an agent can work on several issues; or one for each agent, as the former adapter had it.",
    read: choice(["session", "agent"]),
    absent: "session",
    shown: "session",
    options: [
      { value: "session", label: "One for each session" },
      { value: "agent", label: "One for each agent" },
    ],
  },
  reattachOrphanedJobs: {
    label: "Take up Jobs that were left alive",
    type: "toggle",
    hint: "After a restart of Paperclip the next run of the same session goes on with the Job that still runs. Off: that run is refused until the Job has ended.",
    read: toggle(),
    absent: true,
    shown: true,
  },
  secretRef: {
    label: "Secret that must exist",
    type: "text",
    hint: "The environment test says so when the namespace has no Secret of this name. A run does not read it.",
    read: textThat(isDnsSubdomain, 'It is no name of a Secret: lower-case letters, digits, "-" and ".".'),
    absent: null,
    shown: null,
  },
};
