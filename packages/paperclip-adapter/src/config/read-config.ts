import { quotable } from "@runverdict/classifier/kubernetes";
import type { AdapterConfig } from "./adapter-config.ts";
import { composeConfig } from "./compose-config.ts";
import type { FieldKey, FieldValues } from "./field-values.ts";
import { FIELDS } from "./fields.ts";
import { rawValue } from "./raw-value.ts";
import { supersededIn } from "./superseded.ts";

export type ConfigRead =
  | {
      readonly kind: "config";
      readonly config: AdapterConfig;
      /** What is set and does nothing here: one line each, with what to use instead. */
      readonly warnings: readonly string[];
    }
  | {
      readonly kind: "wrong";
      /** For people: each field that is wrong, what of it, and the cure. */
      readonly message: string;
      readonly problems: readonly ConfigProblem[];
    };

export interface ConfigProblem {
  /** The name under which it was written, which may be an alias. */
  readonly key: string;
  /** Without the value, which may be a secret. */
  readonly problem: string;
}

/** Of one field; a list that is wrong altogether is told of often enough. */
const MOST_PROBLEMS = 5;

/** Reads what the host sends as an agent's configuration. Keys that are not ours are left alone. It never throws. */
export function readConfig(raw: unknown): ConfigRead {
  const problems: (ConfigProblem & { readonly field: FieldKey })[] = [];
  const read = <Key extends FieldKey>(key: Key): FieldValues[Key] => {
    const field = FIELDS[key];
    const found = rawValue(raw, [key, ...(field.aliases ?? [])]);
    if (found === null) return field.absent;
    const parsed = field.read.safeParse(found.value);
    if (parsed.success) return parsed.data;
    for (const { message } of parsed.error.issues.slice(0, MOST_PROBLEMS))
      problems.push({ field: key, key: found.name, problem: quotable(message, 300) });
    return field.absent;
  };
  const config = composeConfig(read, (field, problem) => {
    // What is wrong by itself is not missing as well.
    if (!problems.some((one) => one.field === field)) problems.push({ field, key: field, problem });
  });
  if (problems.length === 0) return { kind: "config", config, warnings: supersededIn(raw) };
  const lines = problems.map(({ field, key, problem }) => `${FIELDS[field].label} (${key}): ${problem}`);
  return {
    kind: "wrong",
    message: lines.join("\n"),
    problems: problems.map(({ key, problem }) => ({ key, problem })),
  };
}
