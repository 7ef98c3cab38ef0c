import { fieldIn } from "../host/host-field.ts";

/** What a configuration holds, and the name under which it does. */
export interface RawValue {
  readonly name: string;
  readonly value: unknown;
}

/**
 * What a configuration holds under the first of these names that is set: as the form stores it, with dots in the key
 * (`resources.limits.cpu`), or as people nest it. Nothing, an empty text and null are the same: not set.
 */
export function rawValue(config: unknown, names: readonly string[]): RawValue | null {
  for (const name of names) {
    const value = [fieldIn(config, name), nested(config, name)].find(isSet);
    if (value !== undefined) return { name, value };
  }
  return null;
}

function isSet(value: unknown): boolean {
  return value !== undefined && value !== null && !(typeof value === "string" && value.trim() === "");
}

function nested(config: unknown, name: string): unknown {
  return name.split(".").reduce<unknown>((place, key) => fieldIn(place, key), config);
}
