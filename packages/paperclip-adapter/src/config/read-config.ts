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

/** Reads what the host sends as an agent's configuration. Keys that are not ours are left alone. It never throws. */
export function readConfig(raw: unknown): ConfigRead {
  const lines: string[] = [];
  const problems: ConfigProblem[] = [];
  const complain = (key: FieldKey, problem: string, name: string = key): void => {
    lines.push(`${FIELDS[key].label} (${name}): ${problem}`);
    problems.push({ key: name, problem });
  };
  const read = <Key extends FieldKey>(key: Key): FieldValues[Key] => {
    const field = FIELDS[key];
    const found = rawValue(raw, [key, ...(field.aliases ?? [])]);
    if (found === null) return field.absent;
    const parsed = field.read.safeParse(found.value);
    if (parsed.success) return parsed.data;
    for (const { message } of parsed.error.issues) complain(key, quotable(message, 300), found.name);
    return field.absent;
  };
  const config = composeConfig(read, complain);
  if (problems.length === 0) return { kind: "config", config, warnings: supersededIn(raw) };
  return { kind: "wrong", message: lines.join("\n"), problems };
}
