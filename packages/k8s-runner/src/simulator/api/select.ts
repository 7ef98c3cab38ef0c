import type { KubernetesObject } from "../objects.ts";
import { badRequest } from "./status.ts";
import { member } from "../../member.ts";

export type Selects = (object: KubernetesObject) => boolean;

/** Reads `labelSelector` and `fieldSelector`, of a list or a watch. Throws a `Refusal` for what it can't read. */
export function readSelectors(query: URLSearchParams): Selects {
  const labels = termsOf(query.get("labelSelector")).map(readLabelTerm);
  const fields = termsOf(query.get("fieldSelector")).map(readFieldTerm);
  return (object) => [...labels, ...fields].every((selects) => selects(object));
}

/** Cuts at commas, but not at those of `in (a,b)`. */
function termsOf(selector: string | null): readonly string[] {
  if (selector === null || selector === "") return [];
  return selector.split(/,(?![^(]*\))/).map((term) => term.trim());
}

function readLabelTerm(term: string): Selects {
  const set = /^(\S+) +(in|notin) +\(([^)]*)\)$/.exec(term);
  if (set !== null) {
    const [, key = "", operator, list = ""] = set;
    const values = new Set(list.split(",").map((value) => value.trim()));
    return (object) => values.has(labelOf(object, key) ?? "") === (operator === "in");
  }
  const [key = "", value] = term.split(/!=|==|=/).map((side) => side.trim());
  if (value === undefined) {
    if (key.startsWith("!")) return (object) => labelOf(object, key.slice(1)) === undefined;
    return (object) => labelOf(object, key) !== undefined;
  }
  const wanted = !term.includes("!=");
  return (object) => (labelOf(object, key) === value) === wanted;
}

function labelOf(object: KubernetesObject, key: string): string | undefined {
  const labels = object.metadata.labels ?? {};
  return Object.hasOwn(labels, key) ? labels[key] : undefined;
}

const selectable =
  /^(?:metadata\.(?:name|namespace)|status\.(?:phase|successful)|spec\.nodeName|spec\.restartPolicy|involvedObject\.(?:kind|name|namespace|uid)|reason|type)$/;

function readFieldTerm(term: string): Selects {
  const [path = "", value = ""] = term.split(/!=|==|=/).map((side) => side.trim());
  if (!selectable.test(path)) throw badRequest(`Unable to find "${path}" that matches a field label.`);
  const wanted = !term.includes("!=");
  // A thousand runs ask for the Events of one object among ten thousand: the path is cut once, not for each of them.
  const keys = path.split(".");
  return (object) => (fieldOf(object, keys) === value) === wanted;
}

function fieldOf(object: KubernetesObject, keys: readonly string[]): string {
  const value = keys.reduce<unknown>(member, object);
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}
