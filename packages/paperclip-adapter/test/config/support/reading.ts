import type { AdapterConfig } from "../../../src/config/adapter-config.ts";
import { readConfig, type ConfigProblem } from "../../../src/config/read-config.ts";

/** What is read of a configuration that is right. */
export function configOf(raw: unknown): AdapterConfig {
  const read = readConfig(raw);
  if (read.kind === "wrong") throw new Error(read.message);
  return read.config;
}

/** What is wrong with a configuration; nothing where it is right. */
export function problemsOf(raw: unknown): readonly ConfigProblem[] {
  const read = readConfig(raw);
  return read.kind === "wrong" ? read.problems : [];
}

/** The same configuration as people nest it: `{ "a.b": 1 }` as `{ a: { b: 1 } }`. */
export function nested(raw: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const root: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(raw)) {
    const path = key.split(".");
    const last = path.pop() ?? key;
    let place = root;
    for (const part of path) {
      const next: Record<string, unknown> = {};
      const there = place[part];
      place = isRecord(there) ? there : (place[part] = next);
    }
    place[last] = value;
  }
  return root;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
