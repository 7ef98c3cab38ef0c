/**
 * A list after a patch of it: an item whose key is there already takes the place of the old one, others are added at
 * the end. Items are not merged themselves: half of an old volume and half of a new one is neither.
 */
export function mergeLists<T>(base: readonly T[], patch: readonly T[], keyOf: (item: T) => string): T[] {
  const merged = new Map(base.map((item) => [keyOf(item), item]));
  for (const item of patch) merged.set(keyOf(item), item);
  return [...merged.values()];
}
