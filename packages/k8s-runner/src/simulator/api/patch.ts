import { isObject } from "./json.ts";
import type { Json, JsonObject } from "./json.ts";
import { badRequest, Refusal } from "./status.ts";

/** Applies the body of a PATCH by its content type. Throws a `Refusal` with the API server's words. */
export function applyPatch(contentType: string, target: JsonObject, patch: Json): Json {
  switch (contentType.split(";")[0]?.trim()) {
    case "application/json-patch+json":
      return applyJsonPatch(target, patch);
    // Real strategic merging differs for lists with a merge key; what we patch has none.
    case "application/strategic-merge-patch+json":
    case "application/merge-patch+json":
      if (!isObject(patch))
        throw badRequest("json: cannot unmarshal array into Go value of type map[string]interface {}");
      return merge(target, patch);
    default:
      throw new Refusal(
        415,
        "UnsupportedMediaType",
        "the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/strategic-merge-patch+json",
      );
  }
}

/** RFC 7396. */
function merge(target: Json | undefined, patch: Json): Json {
  if (!isObject(patch)) return patch;
  const merged = new Map(isObject(target) ? Object.entries(target) : []);
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) merged.delete(key);
    else merged.set(key, merge(merged.get(key), value));
  }
  return Object.fromEntries(merged);
}

/** RFC 6902. */
function applyJsonPatch(target: JsonObject, patch: Json): Json {
  if (!Array.isArray(patch)) {
    throw badRequest("json: cannot unmarshal object into Go value of type jsonpatch.Patch");
  }
  let document: Json = target;
  for (const operation of patch) {
    if (!isObject(operation))
      throw badRequest("json: cannot unmarshal into Go value of type jsonpatch.Operation");
    document = applyOperation(document, operation);
  }
  return document;
}

function applyOperation(document: Json, operation: JsonObject): Json {
  const path = keysOf(operation["path"]);
  const value = operation["value"] ?? null;
  switch (operation["op"]) {
    case "add":
      return change(document, path, () => value, "insert");
    case "replace":
      return change(document, path, (old) => (old === undefined ? unapplicable() : value), "set");
    case "remove":
      return change(document, path, (old) => (old === undefined ? unapplicable() : undefined), "set");
    case "test": {
      if (JSON.stringify(find(document, path)) === JSON.stringify(value)) return document;
      return unapplicable();
    }
    case "copy":
    case "move": {
      const from = keysOf(operation["from"]);
      const moved = find(document, from) ?? unapplicable();
      const without = operation["op"] === "move" ? change(document, from, () => undefined, "set") : document;
      return change(without, path, () => moved, "insert");
    }
    default:
      return unapplicable();
  }
}

function keysOf(pointer: Json | undefined): readonly string[] {
  if (typeof pointer !== "string") return unapplicable();
  return pointer
    .split("/")
    .slice(1)
    .map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
}

function find(document: Json, path: readonly string[]): Json | undefined {
  return path.reduce<Json | undefined>((here, key) => {
    if (Array.isArray(here)) return here[Number(key)];
    return isObject(here) && Object.hasOwn(here, key) ? here[key] : undefined;
  }, document);
}

/** A copy in which one place is another; `undefined` takes it out. */
function change(
  here: Json,
  [key, ...rest]: readonly string[],
  next: (old: Json | undefined) => Json | undefined,
  mode: "insert" | "set",
): Json {
  if (key === undefined) return next(here) ?? null;
  if (Array.isArray(here)) return changeList(here, key, rest, next, mode);
  if (!isObject(here)) return unapplicable();
  const old = Object.hasOwn(here, key) ? here[key] : undefined;
  const value = rest.length === 0 ? next(old) : change(old ?? unapplicable(), rest, next, mode);
  const others = Object.entries(here).filter(([other]) => other !== key);
  return Object.fromEntries(value === undefined ? others : [...others, [key, value]]);
}

function changeList(
  list: readonly Json[],
  key: string,
  rest: readonly string[],
  next: (old: Json | undefined) => Json | undefined,
  mode: "insert" | "set",
): Json {
  const index = key === "-" ? list.length : Number(key);
  if (!Number.isSafeInteger(index) || index < 0 || index > list.length) return unapplicable();
  const old = list[index];
  const isLast = rest.length === 0;
  const value = isLast
    ? next(mode === "insert" ? undefined : old)
    : change(old ?? unapplicable(), rest, next, mode);
  const replaced = isLast && mode === "insert" ? 0 : 1;
  return list.toSpliced(index, replaced, ...(value === undefined ? [] : [value]));
}

/**
 * The API server keeps what the patch library says to itself: a test that failed, a path that leads nowhere and an
 * unknown operation have this one body. It is from its source (`applyJSPatch`, `NewGenericServerResponse`), not recorded.
 */
function unapplicable(): never {
  throw new Refusal(422, "Invalid", "the server rejected our request due to an error in our request", {});
}
