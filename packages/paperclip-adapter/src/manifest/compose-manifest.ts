import { plainRun, type RunSpec } from "@runverdict/k8s-runner";
import { argumentsOf } from "./arguments.ts";
import { billingOf, usesBedrock } from "./billing.ts";
import { checkManifest } from "./check-manifest.ts";
import type { Writing } from "./delivery.ts";
import { inheritedVariables } from "./inherited-variables.ts";
import { invocationMeta } from "./invocation-meta.ts";
import { metadataOf } from "./labels.ts";
import { lockOf } from "./lock.ts";
import type { BuiltManifest, Manifest, ManifestInput } from "./manifest.ts";
import { paperclipVariables } from "./paperclip-variables.ts";
import { imageOf, podPatchOf, pullSecretsOf, resourcesOf, tolerationsOf } from "./pod-parts.ts";
import { promptOf, type Prompt } from "./prompt.ts";
import type { Bundle } from "./read-bundle.ts";
import { deadlineOf, graceOf, runLimits, ttlOf } from "./run-limits.ts";
import { homeVariables } from "./session-home.ts";
import { sidecarsOf } from "./sidecars.ts";
import { startCommand, type StartCommand } from "./start-command.ts";
import { storageOf } from "./storage.ts";
import { surroundingsOf, type Surroundings } from "./surroundings.ts";
import { environmentOf, type Environment } from "./variables.ts";

export type Composed =
  | {
      readonly kind: "composed";
      readonly manifest: BuiltManifest;
      readonly writing: Writing | null;
      /** Where the host sees what Claude Code keeps; null where it does not. */
      readonly sessionFolder: string | null;
    }
  | Exclude<Manifest, BuiltManifest>;

/** As the adapter before this one named its Jobs, so that what watches for them still finds them. */
const NAME_PREFIX = "ac";

/**
 * What the agent fills without asking: caches of package managers and browsers, for which a large user came to give
 * 20 GiB a run. Beyond its limit a pod is evicted, so it is there against accidents.
 */
const FOLDERS = {
  home: { ...plainRun.home, sizeLimit: "20Gi" },
  tmp: { ...plainRun.tmp, sizeLimit: "20Gi" },
} as const;

/** The manifest of a run from all that is known; the same of the same, and nothing is done. */
export function composeManifest(input: ManifestInput, bundle: Bundle): Composed {
  const { config, context, self, cluster } = input;
  const image = imageOf(config.pod.image, self);
  if (image.kind !== "image") return image;
  const stored = storageOf(config.pod.data, self, cluster.namespace);
  if (stored.kind !== "storage") return stored;
  const sidecars = sidecarsOf(config.pod.sidecars);
  if (sidecars.kind === "wrong") return sidecars;
  const start = startOf(input);
  if (start.kind === "wrong") return start;
  const around = surroundingsOf(input, stored.storage, bundle);
  const environment = environmentIn(input, around);
  const prompt = promptOf(context, config.claude, around.assignment.session.kind === "resume");
  const parts: Parts = {
    image: image.image,
    sidecars: sidecars.sidecars,
    start,
    around,
    environment,
    prompt,
  };
  return checked(input, parts, specOf(input, parts));
}

interface Parts {
  readonly image: string;
  readonly sidecars: RunSpec["sidecars"];
  readonly start: StartCommand;
  readonly around: Surroundings;
  readonly environment: Environment;
  readonly prompt: Prompt;
}

function checked(input: ManifestInput, parts: Parts, spec: RunSpec): Composed {
  const { config } = input;
  const { start, around, environment, prompt } = parts;
  const message = checkManifest(spec, config.claude.delivery);
  if (message !== null) return { kind: "wrong", message };
  const notes = [
    ...around.notes,
    ...environment.notes,
    ...metadataOf(around.assignment, config.pod.labels).notes,
  ];
  const tokens = (input.context.runtimeMcp?.getServers() ?? []).map(({ token }) => token);
  const secrets = [...environment.secrets, ...tokens.filter((token) => token !== "")];
  const program = config.claude.command;
  const shown = { program, args: spec.args, cwd: around.workspace.cwd, env: spec.env, prompt, notes };
  const manifest: BuiltManifest = {
    kind: "manifest",
    spec,
    limits: runLimits(config.limits),
    wrapperFiles: start.wrapperFiles,
    meta: invocationMeta(shown, secrets),
    assignment: around.assignment,
    session: around.session,
    billing: billingOf(spec.env),
    notes,
    secrets,
  };
  const { configFolder } = around.home;
  return {
    kind: "composed",
    manifest,
    writing: around.delivery.writing,
    sessionFolder: configFolder === null ? null : around.storage.onHost(configFolder),
  };
}

function specOf(input: ManifestInput, parts: Parts): RunSpec {
  const { config, self, cluster } = input;
  const { image, sidecars, start, around, environment, prompt } = parts;
  const { pod, limits, afterwards } = config;
  const { assignment, storage, workspace, delivery, mcp } = around;
  const { labels, annotations } = metadataOf(assignment, pod.labels);
  return {
    ...plainRun,
    runId: assignment.runId,
    namespace: cluster.namespace,
    lock: lockOf(config, assignment),
    namePrefix: NAME_PREFIX,
    agent: assignment.agentId,
    session: assignment.session.kind === "resume" ? assignment.session.sessionId : null,
    image,
    imagePullPolicy: pod.imagePullPolicy,
    imagePullSecrets: pullSecretsOf(pod.imagePullSecrets, self, cluster.namespace),
    command: start.command,
    wrapper: start.wrapper,
    args: argumentsOf(config.claude, {
      resume: assignment.session.kind === "resume" ? assignment.session.sessionId : null,
      instructionsPath: delivery.instructionsPath,
      mcpConfigPath: mcp?.path ?? null,
      bundleFolder: delivery.folder,
      bedrock: usesBedrock(environment.env),
    }),
    workingDir: workspace.cwd,
    env: environment.env,
    prompt: prompt.text,
    files: [...delivery.inputs, ...(mcp === null ? [] : [mcp.input]), ...environment.inputs],
    resources: resourcesOf(pod),
    data: storage.data,
    ...FOLDERS,
    sidecars,
    serviceAccountName: pod.serviceAccountName,
    // Images of agents write where they like, and were let until now; a pod template may say otherwise.
    rootFilesystem: "writable",
    runtimeClassName: pod.runtimeClassName,
    priorityClassName: pod.priorityClassName,
    nodeSelector: pod.nodeSelector,
    tolerations: tolerationsOf(pod.tolerations),
    graceMs: graceOf(limits),
    deadline: deadlineOf(limits),
    ttlMs: ttlOf(afterwards),
    labels,
    annotations,
    podTemplate: podPatchOf(pod.podTemplate, self),
  };
}

function environmentIn(input: ManifestInput, around: Surroundings): Environment {
  const { config, context, self, hostEnv, cluster } = input;
  const { assignment, workspace, apiUrl, home } = around;
  return environmentOf({
    inherited: inheritedVariables(self, hostEnv, cluster.namespace),
    usual: homeVariables(home),
    configured: config.claude.env,
    paperclip: paperclipVariables(context, assignment, workspace, { apiUrl, scratch: plainRun.tmp.path }),
  });
}

/** The wrapper's own word for a pod that it can't work in is for the configuration to hear. */
function startOf({
  config,
}: ManifestInput): ({ kind: "start" } & StartCommand) | { kind: "wrong"; message: string } {
  const { claude, pod, limits } = config;
  const times = { graceMs: graceOf(limits), lingerMs: limits.lingerMs };
  try {
    return { kind: "start", ...startCommand(claude.command, pod, times) };
  } catch (error) {
    if (error instanceof TypeError) return { kind: "wrong", message: error.message };
    throw error;
  }
}
