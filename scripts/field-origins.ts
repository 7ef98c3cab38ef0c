import type { FieldKey } from "../packages/paperclip-adapter/src/config/field-values.ts";

/** Who had a field before, and what is other than it was there; null where it is as it was. */
export interface FieldOrigin {
  readonly from: "original" | "Paperclip" | "kkroo" | "Blockcast" | "new";
  readonly differs: string | null;
}

const original = (differs: string | null = null): FieldOrigin => ({ from: "original", differs });
const host = (differs: string | null = null): FieldOrigin => ({ from: "Paperclip", differs });
const added: FieldOrigin = { from: "new", differs: null };

/** Complete by type: a field that is added to the form has to say where it comes from. */
export const FIELD_ORIGINS: Readonly<Record<FieldKey, FieldOrigin>> = {
  kubeconfig: original("It was a path only; now it is stored as a secret, and may be the text."),
  namespace: original(),
  concurrency: { from: "new", differs: "The original had one run for each agent; choose `agent` for that." },
  reattachOrphanedJobs: original("On the same terms, with the Jobs of this adapter alone."),
  secretRef: original(
    "It had a default, `paperclip-secrets`; here nothing is looked for unless it is named.",
  ),
  image: original(),
  imagePullPolicy: original(),
  imagePullSecrets: added,
  serviceAccountName: original("Its token is not mounted into the pod any more."),
  "resources.requests.cpu": original(),
  "resources.requests.memory": original(),
  "resources.limits.cpu": original(),
  "resources.limits.memory": original(),
  nodeSelector: original(),
  tolerations: original("They may be a list as well as its text."),
  labels: original(
    "`runverdict.dev/`, `batch.kubernetes.io/`, `job-name` and `controller-uid` are reserved too.",
  ),
  runtimeClassName: added,
  priorityClassName: added,
  dataVolume: {
    from: "new",
    differs: "Left open it is what the original did: the claim of Paperclip's own pod.",
  },
  dataClaimName: { from: "kkroo", differs: "`workspaceVolumeClaim` is read as well." },
  dataSubPath: added,
  dataPath: { from: "kkroo", differs: "`workspaceMountPath` is read as well." },
  dataSizeLimit: added,
  sidecars: added,
  podTemplate: added,
  wrapper: added,
  model: host(),
  effort: host("`thinkingEffort` is read as well."),
  maxTurnsPerRun: original("The form said 1000 and the code 0; now both say 1000."),
  dangerouslySkipPermissions: original(),
  agentCommand: { from: "Blockcast", differs: null },
  extraArgs: host("They may be one text, with quotes, as well as a list."),
  promptTemplate: host(),
  bootstrapPromptTemplate: host("`bootstrapPrompt` is read as well."),
  instructionsFilePath: host("A file that can't be read stops the run before it costs anything."),
  cwd: host(),
  env: host("The values stood in the Job for everybody to read; now they stand in the run's Secret."),
  envFromSecrets: added,
  paperclipApiUrl: added,
  delivery: { from: "new", differs: "The original knew the shared volume only." },
  timeoutSec: host("It counts from the agent's start, not from the Job's creation."),
  graceSec: host("It is the time between being asked to stop and being stopped."),
  podScheduleTimeoutSec: {
    from: "Blockcast",
    differs: "The original gave up at the first `Unschedulable`, and had 120 s for node and start together.",
  },
  podStartTimeoutSec: { from: "Blockcast", differs: "See above; an image was often not there yet." },
  firstOutputTimeoutSec: added,
  idleTimeoutSec: added,
  lingerSec: added,
  ttlSecondsAfterFinished: original(
    "Less than a minute is read as a minute: the evidence would go too soon.",
  ),
  retainJobs: original("What is retained has no time to live."),
  logFormat: { from: "new", differs: "The original wrote stream-json." },
};
