import {
  clusterChoice,
  clusterOptions,
  objectionToNamespace,
  type ClusterChoice,
} from "../cluster/cluster-choice.ts";
import { misuse, type Misuse } from "../misuse.ts";
import { objectionToSaving } from "../save/objection-to-saving.ts";
import { limitOptions, readLimits, type RunLimits } from "./limit-options.ts";

/** What `run` and `attach` have in common: which cluster, how long, and what to do with what was seen. */
export interface Following {
  readonly cluster: ClusterChoice;
  readonly limits: RunLimits;
  readonly json: boolean;
  readonly trail: boolean;
  /** The folder for the case; null saves nothing. */
  readonly save: string | null;
  readonly saveSecrets: boolean;
  /** Whether the Job stays when the run is over. */
  readonly keep: boolean;
}

const ownOptions = {
  json: { type: "boolean" },
  trail: { type: "boolean" },
  save: { type: "string" },
  "save-secrets": { type: "boolean" },
  keep: { type: "boolean" },
  help: { type: "boolean", short: "h" },
  version: { type: "boolean", short: "v" },
} as const;

type Options = typeof clusterOptions & typeof limitOptions & typeof ownOptions;

/** As `parseArgs` wants them. */
export const followingOptions: Options = { ...clusterOptions, ...limitOptions, ...ownOptions };

type Values = {
  readonly [Name in keyof Options]?: Options[Name]["type"] extends "string"
    ? string | undefined
    : boolean | undefined;
};

export type ReadFollowing = { readonly kind: "following"; readonly following: Following } | Misuse;

export function readFollowing(values: Values): ReadFollowing {
  const limits = readLimits(values);
  if (limits.kind === "misuse") return limits;
  const cluster = clusterChoice(values);
  const wrong = objectionToNamespace(cluster.namespace) ?? objectionToSaving(values);
  if (wrong !== null) return misuse(wrong);
  const {
    json = false,
    trail = false,
    save = null,
    keep = false,
    "save-secrets": saveSecrets = false,
  } = values;
  return {
    kind: "following",
    following: { cluster, limits: limits.limits, json, trail, save, saveSecrets, keep },
  };
}
