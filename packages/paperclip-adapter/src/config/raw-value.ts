/**
 * What a configuration holds under a name: as the form stores it, with dots in the key (`resources.limits.cpu`), or as
 * people nest it. Nothing, an empty text and null are the same: not set.
 */
export function rawValue(config: unknown, names: readonly string[]): { readonly value: unknown } | null {
  for (const name of names) {
    const value = member(config, name) ?? nested(config, name.split("."));
    if (value !== undefined && value !== null && !(typeof value === "string" && value.trim() === ""))
      return { value };
  }
  return null;
}

function nested(config: unknown, path: readonly string[]): unknown {
  return path.length === 1 ? undefined : path.reduce<unknown>((place, key) => member(place, key), config);
}

function member(value: unknown, key: string): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
  return Reflect.get(value, key);
}
