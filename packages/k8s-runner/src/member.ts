/** What stands under a key of an object that a stranger wrote; never what its prototype has. */
export function member(value: unknown, key: string): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
  return Reflect.get(value, key);
}

/** A text that stands there, if it is not empty. */
export function textOf(value: unknown, key: string): string | null {
  const text = member(value, key);
  return typeof text === "string" && text !== "" ? text : null;
}
