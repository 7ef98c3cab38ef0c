/** Plain data with every leaf replaced by what `change` makes of it; `path` is dotted, as in a claim. */
export function mapLeaves<T>(value: T, change: (leaf: unknown, path: string) => unknown): T {
  return mapped(value, "", change) as T;
}

/** Every leaf of plain data with its dotted path. */
export function leavesOf(value: unknown): readonly (readonly [path: string, leaf: unknown])[] {
  const leaves: (readonly [string, unknown])[] = [];
  mapped(value, "", (leaf, path) => {
    leaves.push([path, leaf]);
    return leaf;
  });
  return leaves;
}

function mapped(value: unknown, path: string, change: (leaf: unknown, path: string) => unknown): unknown {
  if (typeof value !== "object" || value === null) return change(value, path);
  const at = (key: string | number): string => (path === "" ? String(key) : `${path}.${key}`);
  if (Array.isArray(value)) return value.map((one, index) => mapped(one, at(index), change));
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, mapped(one, at(key), change)]));
}

/** What the path leads to, or undefined. */
export function valueAt(value: unknown, path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>(
      (inner, key) =>
        typeof inner === "object" && inner !== null
          ? Object.getOwnPropertyDescriptor(inner, key)?.value
          : undefined,
      value,
    );
}

export function deepFrozen<T>(value: T): T {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  Object.values(Object.freeze(value)).forEach(deepFrozen);
  return value;
}
