import { canonicalJson } from "./canonical-json.ts";
import { plainRun, type Companion, type EnvEntry, type RunSpec } from "./run-spec.ts";
import { digest, type Sha256 } from "./sha256.ts";

/**
 * A digest of the work: whoever finds the name taken by a Job of the same hash may take that Job for its own. What only
 * says how the work is kept (resources, placement, deadlines, labels, pull policy, the wrapper's text) is left out: a
 * runner that restarts with more memory configured must recognise the Job that it started before. Values of secrets
 * are left out as well: they are renewed between two processes, and a digest of a short one can be guessed.
 */
export function specHash(spec: RunSpec, sha256: Sha256): string {
  return digest(sha256, canonicalJson(told(work(spec))));
}

function work(spec: RunSpec): Readonly<Record<string, unknown>> {
  return {
    runId: spec.runId,
    attempt: spec.attempt,
    agent: spec.agent,
    session: spec.session,
    image: spec.image,
    command: spec.command,
    args: spec.args,
    workingDir: spec.workingDir,
    env: spec.env.map(withoutSecret),
    prompt: spec.prompt,
    files: spec.files.map(({ path, text, sensitive }) => (sensitive ? { path } : { path, text })),
    wrapped: spec.wrapper === null ? null : true,
    data: spec.data,
    volumes: spec.volumes,
    mounts: spec.mounts,
    initContainers: spec.initContainers.map(companionWork),
    sidecars: spec.sidecars.map((sidecar) => ({ ...companionWork(sidecar), kind: sidecar.kind })),
    serviceAccountName: spec.serviceAccountName,
    user: spec.user,
    podSecurity: spec.podSecurity,
    podTemplate: spec.podTemplate,
  };
}

function companionWork({ name, image, command, args, env, mounts }: Companion): object {
  return { name, image, command, args, env: env.map(withoutSecret), mounts };
}

function withoutSecret(entry: EnvEntry): object {
  return entry.kind === "secret" ? { kind: entry.kind, name: entry.name } : entry;
}

/** Only what differs from the plain run: a field that a later version adds changes no hash until somebody uses it. */
function told(whole: Readonly<Record<string, unknown>>): object {
  const plain = new Map<string, unknown>(Object.entries(plainRun));
  return Object.fromEntries(
    Object.entries(whole).filter(
      ([key, value]) => canonicalJson(value ?? null) !== canonicalJson(plain.get(key) ?? null),
    ),
  );
}
