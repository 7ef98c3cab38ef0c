import type { AdapterConfig, ClusterConfig, ConfiguredVariable, DataConfig } from "./adapter-config.ts";
import type { FieldKey, FieldValues } from "./field-values.ts";

/** Reads one field. */
type Read = <Key extends FieldKey>(key: Key) => FieldValues[Key];

/** Says what is wrong with a field beside others. */
type Complain = (key: FieldKey, problem: string) => void;

/** The configuration in the shape that the rest of the adapter uses. */
export function composeConfig(read: Read, complain: Complain): AdapterConfig {
  return {
    claude: {
      command: read("agentCommand"),
      model: read("model"),
      effort: read("effort"),
      maxTurns: read("maxTurnsPerRun"),
      skipPermissions: read("dangerouslySkipPermissions"),
      extraArgs: read("extraArgs"),
      promptTemplate: read("promptTemplate"),
      bootstrapPromptTemplate: read("bootstrapPromptTemplate"),
      instructionsFilePath: read("instructionsFilePath"),
      cwd: read("cwd"),
      paperclipApiUrl: read("paperclipApiUrl")?.replace(/\/$/, "") ?? null,
      env: variables(read),
      delivery: read("delivery"),
    },
    cluster: {
      kubeconfig: kubeconfig(read("kubeconfig"), complain),
      namespace: read("namespace"),
      concurrency: read("concurrency"),
      reattachOrphanedJobs: read("reattachOrphanedJobs"),
      secretRef: read("secretRef"),
    },
    pod: {
      image: read("image"),
      imagePullPolicy: read("imagePullPolicy"),
      imagePullSecrets: read("imagePullSecrets"),
      serviceAccountName: read("serviceAccountName"),
      requests: { cpu: read("resources.requests.cpu"), memory: read("resources.requests.memory") },
      limits: { cpu: read("resources.limits.cpu"), memory: read("resources.limits.memory") },
      nodeSelector: read("nodeSelector"),
      tolerations: read("tolerations"),
      labels: read("labels"),
      runtimeClassName: read("runtimeClassName"),
      priorityClassName: read("priorityClassName"),
      data: data(read, complain),
      sidecars: read("sidecars"),
      podTemplate: read("podTemplate"),
      wrapper: read("wrapper"),
    },
    limits: {
      scheduleMs: read("podScheduleTimeoutSec") * 1000,
      startMs: read("podStartTimeoutSec") * 1000,
      firstOutputMs: read("firstOutputTimeoutSec") * 1000,
      idleMs: read("idleTimeoutSec") * 1000,
      runMs: read("timeoutSec") * 1000,
      graceMs: read("graceSec") * 1000,
      lingerMs: read("lingerSec") * 1000,
    },
    afterwards: { ttlMs: read("ttlSecondsAfterFinished") * 1000, retainJobs: read("retainJobs") },
    log: { format: read("logFormat") },
  };
}

/** A reference comes after a value of the same name: it was written for this adapter. */
function variables(read: Read): readonly ConfiguredVariable[] {
  const references = read("envFromSecrets").map((one) => ({ kind: "secret-key", ...one }) as const);
  return [...read("env"), ...references];
}

/** The text of a kubeconfig has lines or braces in it, which no path has. */
function kubeconfig(value: string | null, complain: Complain): ClusterConfig["kubeconfig"] {
  if (value === null) return null;
  if (/[\n{]/.test(value)) return { kind: "text", value };
  if (value.startsWith("/")) return { kind: "path", value };
  complain("kubeconfig", "It is neither an absolute path nor the text of a kubeconfig: paste all of it.");
  return null;
}

function data(read: Read, complain: Complain): DataConfig {
  const [path, subPath, claimName] = [read("dataPath"), read("dataSubPath"), read("dataClaimName")];
  const sizeLimit = read("dataSizeLimit");
  // A fork had no choice of volumes, and named the claim. A form keeps a claim that was named before another choice.
  const kind = read("dataVolume") ?? (claimName === null ? "inherit" : "claim");
  switch (kind) {
    case "inherit":
      return { kind, path, subPath };
    case "claim":
      if (claimName === null)
        complain("dataClaimName", "It is missing: name the claim, or choose another data volume.");
      return { kind, path, subPath, claimName: claimName ?? "" };
    case "scratch":
      return { kind, path, sizeLimit };
    case "none":
      return { kind };
  }
}
