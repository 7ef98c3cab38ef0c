import { parseArgs } from "node:util";
import {
  clusterChoice,
  clusterOptions,
  objectionToNamespace,
  type ClusterChoice,
} from "../cluster/cluster-choice.ts";
import { misuse, misuseIn, type Misuse } from "../misuse.ts";
import { objectionToSaving } from "../save/objection-to-saving.ts";

/** What `runverdict diagnose` was asked to do. */
export interface DiagnoseRequest {
  readonly kind: "diagnose";
  readonly target: Target;
  readonly cluster: ClusterChoice;
  /** The container that the agent runs in; null leaves the choice to its name, or to there being only one. */
  readonly container: string | null;
  readonly json: boolean;
  readonly trail: boolean;
  readonly save: string | null;
  readonly saveSecrets: boolean;
}

export interface Target {
  readonly kind: "job" | "pod";
  readonly name: string;
}

export type AskedToDiagnose =
  | DiagnoseRequest
  | { readonly kind: "help" }
  | { readonly kind: "version" }
  | Misuse;

const options = {
  ...clusterOptions,
  container: { type: "string", short: "c" },
  json: { type: "boolean" },
  trail: { type: "boolean" },
  save: { type: "string" },
  "save-secrets": { type: "boolean" },
  help: { type: "boolean", short: "h" },
  version: { type: "boolean", short: "v" },
} as const;

export function readDiagnoseArguments(args: readonly string[]): AskedToDiagnose {
  let parsed;
  try {
    parsed = parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    return misuseIn(error);
  }
  const { values, positionals } = parsed;
  if (values.help === true) return { kind: "help" };
  if (values.version === true) return { kind: "version" };
  const cluster = clusterChoice(values);
  const wrong = objectionToNamespace(cluster.namespace) ?? objectionToSaving(values);
  if (wrong !== null) return misuse(wrong);
  const target = readTarget(positionals);
  if (target === null) return misuse("Name one Job or pod: job/<name> or pod/<name>.");
  const { container = null, json = false, trail = false, save = null } = values;
  const saveSecrets = values["save-secrets"] === true;
  return { kind: "diagnose", target, cluster, container, json, trail, save, saveSecrets };
}

/** `job/x`, `jobs.batch/x`, `pod/x`, `po/x`, as kubectl takes them, also in two words. */
function readTarget(positionals: readonly string[]): Target | null {
  const [, kind, name] =
    /^(jobs?(?:\.batch)?|pods?|po)\/([a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?)$/.exec(positionals.join("/")) ??
    [];
  if (kind === undefined || name === undefined) return null;
  return { kind: kind.startsWith("j") ? "job" : "pod", name };
}
