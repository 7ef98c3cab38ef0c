import { textAt } from "../explain/field.ts";

/** An object's resourceVersion, by which the later of two states is known. */
export function versionOf(object: unknown): number {
  const version = Number(textAt(object, "metadata", "resourceVersion"));
  return Number.isNaN(version) ? 0 : version;
}
