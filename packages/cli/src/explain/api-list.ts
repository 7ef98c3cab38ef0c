import { textAt } from "./field.ts";
import { readJson } from "./read-json.ts";

/**
 * The objects of a kind in a list, as `kubectl get -o json` and the API give them; null for what is no list. A `List` may
 * hold Jobs, Pods and Events side by side, and the items of a `PodList` from the API itself name no kind of their own.
 */
export function itemsOf(list: unknown, kind: string): readonly unknown[] | null {
  if (!isList(list)) return null;
  const every = list.kind === "List" ? null : list.kind.slice(0, -"List".length);
  return list.items.filter((item) => (textAt(item, "kind") ?? every ?? kind) === kind);
}

function isList(value: unknown): value is { readonly kind: string; readonly items: readonly unknown[] } {
  if (typeof value !== "object" || value === null || !("items" in value) || !("kind" in value)) return false;
  return Array.isArray(value.items) && typeof value.kind === "string" && value.kind.endsWith("List");
}

/** The first of these files that is a list with an object of the kind in it. One that can't be read has its own reader. */
export async function listHolding(paths: readonly (string | null)[], kind: string): Promise<string | null> {
  for (const path of paths) {
    if (path === null) continue;
    const json = await readJson(path);
    const items = json.kind === "unusable" ? null : itemsOf(json.value, kind);
    if (items !== null && items.length > 0) return path;
  }
  return null;
}
