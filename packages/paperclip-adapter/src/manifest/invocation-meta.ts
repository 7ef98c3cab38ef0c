import type { EnvEntry } from "@runverdict/k8s-runner";
import { ADAPTER_TYPE } from "../host/adapter-type.ts";
import type { InvocationMeta } from "../host/execution-context.ts";
import type { Prompt } from "./prompt.ts";

export interface Invocation {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: readonly EnvEntry[];
  readonly prompt: Prompt;
  readonly notes: readonly string[];
}

/** What is shown of how the agent was started, to whoever may see the run: no secret, whatever it is called. */
export function invocationMeta(
  { program, args, cwd, env, prompt, notes }: Invocation,
  secrets: readonly string[],
): InvocationMeta {
  const shown = masking(secrets);
  return {
    adapterType: ADAPTER_TYPE,
    command: shown(program),
    cwd,
    commandArgs: args.map(shown),
    commandNotes: notes.map(shown),
    env: Object.fromEntries(env.map((entry) => [entry.name, shown(valueShown(entry))])),
    prompt: shown(prompt.text),
    promptMetrics: { ...prompt.metrics },
  };
}

/** The run's own names are what one looks for; everything else of the Secret stays there. */
const PLAIN = new Set([
  "PAPERCLIP_AGENT_ID",
  "PAPERCLIP_API_URL",
  "PAPERCLIP_COMPANY_ID",
  "PAPERCLIP_RUN_ID",
  "PAPERCLIP_TASK_ID",
  "PAPERCLIP_WAKE_REASON",
  "PAPERCLIP_WORKSPACE_CWD",
]);

function valueShown(entry: EnvEntry): string {
  switch (entry.kind) {
    case "value":
      return entry.value;
    case "secret":
      return PLAIN.has(entry.name) ? entry.value : "(in the run's Secret)";
    case "secret-key":
    case "config-map-key":
      return `(from ${entry.from}/${entry.key})`;
    case "pod-field":
      return `(${entry.fieldPath})`;
  }
}

/** Longer ones first: one secret may be the beginning of another. */
function masking(secrets: readonly string[]): (text: string) => string {
  const ordered = secrets.toSorted((one, other) => other.length - one.length);
  return (text) => ordered.reduce((masked, secret) => masked.replaceAll(secret, "[redacted]"), text);
}
