import { envVars } from "./env-vars.ts";
import { literal } from "./literal.ts";
import type { Container, EnvVar } from "./manifest.ts";
import { agentMounts, volumeMount } from "./pod-volumes.ts";
import { AGENT_CONTAINER, PROMPT_PATH, PROMPT_VARIABLE } from "./reserved.ts";
import type { Companion, NativeSidecar, RunSpec } from "./run-spec.ts";
import { securityContext } from "./security-context.ts";

/** The container whose end is the end of the run. */
export function agentContainer(spec: RunSpec, secretName: string | null): Container {
  const { image, imagePullPolicy, data, home, wrapper } = spec;
  const command = (wrapper?.command ?? spec.command).map(literal);
  const args = spec.args.map(literal);
  return {
    name: AGENT_CONTAINER,
    image,
    imagePullPolicy,
    // Without a command the image's own is run; with one, nothing of the image's is added to it.
    ...(command.length === 0 ? {} : { command }),
    ...(args.length === 0 ? {} : { args }),
    workingDir: spec.workingDir ?? (data.kind === "none" ? home.path : data.path),
    env: [...ourVariables(spec), ...envVars(AGENT_CONTAINER, spec.env, secretName)],
    resources: spec.resources,
    volumeMounts: agentMounts(spec),
    securityContext: securityContext(spec.rootFilesystem),
    terminationMessagePolicy: "FallbackToLogsOnError",
  };
}

/** Those that run before the agent, and native sidecars, which start before it and end after it. */
export function initContainers(spec: RunSpec, secretName: string | null): Container[] {
  return [
    ...spec.initContainers.map((one) => companion(one, spec, secretName)),
    ...spec.sidecars.flatMap((one) => (one.kind === "native" ? [nativeSidecar(one, spec, secretName)] : [])),
  ];
}

export function regularSidecars(spec: RunSpec, secretName: string | null): Container[] {
  return spec.sidecars
    .filter(({ kind }) => kind === "regular")
    .map((one) => companion(one, spec, secretName));
}

function nativeSidecar(sidecar: NativeSidecar, spec: RunSpec, secretName: string | null): Container {
  const { startupProbe } = sidecar;
  return {
    ...companion(sidecar, spec, secretName),
    restartPolicy: "Always",
    ...(startupProbe === null ? {} : { startupProbe }),
  };
}

function companion(one: Companion, { data }: RunSpec, secretName: string | null): Container {
  const command = one.command.map(literal);
  const args = one.args.map(literal);
  return {
    name: one.name,
    image: one.image,
    ...(command.length === 0 ? {} : { command }),
    ...(args.length === 0 ? {} : { args }),
    env: envVars(one.name, one.env, secretName),
    resources: one.resources,
    volumeMounts: one.mounts.map((mount) => volumeMount(mount, data)),
    securityContext: securityContext(one.rootFilesystem),
    terminationMessagePolicy: "FallbackToLogsOnError",
  };
}

function ourVariables({ home, tmp, prompt }: RunSpec): EnvVar[] {
  return [
    { name: "HOME", value: literal(home.path) },
    { name: "TMPDIR", value: literal(tmp.path) },
    ...(prompt === null ? [] : [{ name: PROMPT_VARIABLE, value: PROMPT_PATH }]),
  ];
}
