import { keyPath, problemAt, type Problem } from "../problem.ts";

/** What speaks against a value from outside having the form that is expected at a path. */
export type Shape = (value: unknown, path: string) => Iterable<Problem>;

export const text: Shape = simple((value) => typeof value === "string", "It is no text.");
export const flag: Shape = simple((value) => typeof value === "boolean", "It is neither true nor false.");
export const whole: Shape = simple(
  (value) => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 2_147_483_647,
  "It is no whole number from 0 to 2147483647.",
);

export function oneOf(...words: readonly string[]): Shape {
  return simple(
    (value) => typeof value === "string" && words.includes(value),
    `It is none of ${words.map((word) => `"${word}"`).join(", ")}.`,
  );
}

export function listOf(item: Shape): Shape {
  return function* list(value, path) {
    if (!Array.isArray(value)) yield problemAt(path, "It is no list.", asDocumented);
    else for (const [place, one] of value.entries()) yield* item(one, `${path}[${place}]`);
  };
}

/** A map from keys that the user chooses to texts. */
export const textMap: Shape = function* map(value, path) {
  if (!isPlain(value)) yield problemAt(path, "It is no map.", asDocumented);
  else
    for (const [place, [key, one]] of Object.entries(value).entries())
      yield* text(one, keyPath(path, key, place));
};

/**
 * An object of these fields and no others, each of which may be left out. `T` has to have the very same fields, so that
 * what is let through and what is understood can't drift apart. `refused` says why a known field is not offered.
 */
export function fieldsOf<T extends object>(
  shapes: Readonly<Record<keyof T, Shape>>,
  refused: Readonly<Record<string, string>> = {},
): Shape {
  const known = new Map<string, Shape>(Object.entries(shapes));
  const reasons = new Map(Object.entries(refused));
  return function* fields(value, path) {
    if (!isPlain(value)) {
      yield problemAt(path, "It is no object.", asDocumented);
      return;
    }
    for (const [place, [key, one]] of Object.entries(value).entries()) {
      const at = keyPath(path, key, place);
      const shape = known.get(key);
      if (shape !== undefined) yield* shape(one, at);
      else yield problemAt(at, "This field can't be patched.", reasons.get(key) ?? "Leave it out.");
    }
  };
}

/** `shape`, with a field that must be there, because lists are merged by it. */
export function keyedBy(key: string, shape: Shape): Shape {
  return function* keyed(value, path) {
    yield* shape(value, path);
    if (isPlain(value) && !Object.hasOwn(value, key))
      yield problemAt(path, `It has no \`${key}\`, by which lists are merged.`, `Add \`${key}\`.`);
  };
}

const asDocumented = "Write it as in a pod of Kubernetes.";

function simple(accepts: (value: unknown) => boolean, problem: string): Shape {
  return function* check(value, path) {
    if (!accepts(value)) yield problemAt(path, problem, asDocumented);
  };
}

function isPlain(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
