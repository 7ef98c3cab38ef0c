import { keyPath } from "./problem.ts";
import type { EnvEntry, RunSpec } from "./run-spec.ts";
import { AGENT_CONTAINER } from "./reserved.ts";

/** One text of the run's Secret: under which key it is kept, and where it comes from. */
export type SecretEntry = Entry &
  ({ readonly kind: "file" } | { readonly kind: "variable"; readonly name: string });

interface Entry {
  readonly key: string;
  readonly text: string;
  /** Where it stands in the specification. */
  readonly path: string;
}

export const PROMPT_KEY = "prompt";
export const fileKey = (place: number): string => `file.${place}`;
export const wrapperKey = (name: string): string => `wrapper.${name}`;
export const variableKey = (container: string, name: string): string => `env.${container}.${name}`;

/** All that goes into the Secret of the run. One Secret holds it, as each is a request more and a thing more to lose. */
export function secretEntries(spec: RunSpec): readonly SecretEntry[] {
  const { prompt, files, wrapper } = spec;
  return [
    ...(prompt === null ? [] : [{ kind: "file" as const, key: PROMPT_KEY, text: prompt, path: "prompt" }]),
    ...files.map(({ text }, place) => ({
      kind: "file" as const,
      key: fileKey(place),
      text,
      path: `files[${place}].text`,
    })),
    ...Object.entries(wrapper?.files ?? {}).map(([name, text], place) => ({
      kind: "file" as const,
      key: wrapperKey(name),
      text,
      path: keyPath("wrapper.files", name, place),
    })),
    ...variables(AGENT_CONTAINER, spec.env, "env"),
    ...spec.initContainers.flatMap((one, place) =>
      variables(one.name, one.env, `initContainers[${place}].env`),
    ),
    ...spec.sidecars.flatMap((one, place) => variables(one.name, one.env, `sidecars[${place}].env`)),
  ];
}

export function needsSecret(spec: RunSpec): boolean {
  return secretEntries(spec).length > 0;
}

function variables(container: string, env: readonly EnvEntry[], path: string): readonly SecretEntry[] {
  return env.flatMap((entry, place) =>
    entry.kind === "secret"
      ? [
          {
            kind: "variable" as const,
            name: entry.name,
            key: variableKey(container, entry.name),
            text: entry.value,
            path: `${path}[${place}].value`,
          },
        ]
      : [],
  );
}
