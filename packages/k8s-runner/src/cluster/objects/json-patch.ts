/** One operation of a JSON Patch (RFC 6902), as far as we need them. */
export type PatchOperation =
  | { readonly op: "test"; readonly path: string; readonly value: unknown }
  | { readonly op: "add" | "replace"; readonly path: string; readonly value: unknown };

/** What a change is made for: this object, and this version of it where the change depends on what was read. */
export interface Precondition {
  readonly uid: string;
  /** Null where the change is right whatever happened to the object meanwhile. */
  readonly resourceVersion: string | null;
}

/** The operations, to be done only if the object is still the one that is meant: a name may be taken by another. */
export function guarded(
  { uid, resourceVersion }: Precondition,
  operations: readonly PatchOperation[],
): readonly PatchOperation[] {
  return [
    { op: "test", path: "/metadata/uid", value: uid },
    ...(resourceVersion === null
      ? []
      : [{ op: "test", path: "/metadata/resourceVersion", value: resourceVersion } as const]),
    ...operations,
  ];
}

/** Makes a JSON Pointer; keys of annotations have slashes in them. */
export function pointer(...keys: readonly string[]): string {
  return keys.map((key) => `/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}
