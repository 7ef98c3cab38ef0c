/** All places in a JSON value, from the outside in. */
export function placesIn(value: unknown): readonly (readonly string[])[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => [
    [key],
    ...placesIn(part).map((path) => [key, ...path]),
  ]);
}

/** The value with another one in one place; `undefined` takes it out. */
export function damaged(value: unknown, [key = "", ...rest]: readonly string[], by: unknown): unknown {
  if (typeof value !== "object" || value === null) return by;
  const copy: object = Array.isArray(value) ? [...(value as readonly unknown[])] : { ...value };
  const part: unknown = Reflect.get(copy, key);
  if (rest.length === 0 && by === undefined) Reflect.deleteProperty(copy, key);
  else Reflect.set(copy, key, rest.length === 0 ? by : damaged(part, rest, by));
  return copy;
}
