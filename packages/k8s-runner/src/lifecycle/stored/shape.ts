/**
 * What is wrong with a stored value: the path of the first part that is not what it should be, or null. The values that it
 * lets through are `T`s; the path consists of our own names and of places in lists, and quotes nothing.
 */
export interface Shape<T> {
  (value: unknown, path: string): string | null;
  readonly of?: T;
}

export const text: Shape<string> = accepting((value) => typeof value === "string");
export const flag: Shape<boolean> = accepting((value) => typeof value === "boolean");
/** What is counted, from 0 on. */
export const count: Shape<number> = accepting((value) => Number.isSafeInteger(value) && Number(value) >= 0);
export const whole: Shape<number> = accepting(Number.isSafeInteger);
/** Epoch milliseconds, within what a date can be. */
export const instant: Shape<number> = accepting(
  (value) => Number.isFinite(value) && Math.abs(Number(value)) <= 8.64e15,
);
/** Milliseconds, up to 285,000 years. */
export const duration: Shape<number> = accepting(
  (value) => Number.isFinite(value) && Number(value) >= 0 && Number(value) <= 9e15,
);

/** A whole number within these bounds. */
export function within(least: number, most: number): Shape<number> {
  return accepting((value) => Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= most);
}

/** What nobody but a person reads: it only has to be there. */
export const anything: Shape<unknown> = accepting((value) => value !== undefined);

export function oneOf<const Word extends string | number>(...words: readonly Word[]): Shape<Word> {
  const known = new Set<unknown>(words);
  return accepting((value) => known.has(value));
}

export function orNull<T>(shape: Shape<T>): Shape<T | null> {
  return (value, path) => (value === null ? null : shape(value, path));
}

/** `most`: how long such a list can be. */
export function listOf<T>(item: Shape<T>, most: number = Number.POSITIVE_INFINITY): Shape<readonly T[]> {
  return (value, path) => {
    if (!Array.isArray(value) || value.length > most) return path;
    return firstOf(value.entries(), ([place, one]) => item(one, `${path}[${place}]`));
  };
}

type Shapes<T> = { readonly [Name in keyof T & string]-?: Shape<T[Name]> };

/** An object that has these fields; it may have others, which nobody reads. */
export function fields<T extends object>(shapes: Shapes<T>): Shape<T> {
  const parts = Object.entries<Shape<unknown>>(shapes);
  return (value, path) =>
    isRecord(value) ? firstOf(parts, ([name, shape]) => shape(own(value, name), `${path}.${name}`)) : path;
}

/** An object that has some of these fields, and no others. */
export function someFields<T extends object>(shapes: Shapes<T>): Shape<T> {
  const parts = new Map(Object.entries<Shape<unknown>>(shapes));
  return (value, path) => {
    if (!isRecord(value)) return path;
    return firstOf(Object.entries(value), ([name, one]) => {
      const shape = parts.get(name);
      return shape === undefined ? path : shape(one, `${path}.${name}`);
    });
  };
}

/** One of several forms, told apart by the word that they have in the field `by`. */
export function variants<By extends string, T extends Readonly<Record<By, string>>>(
  by: By,
  shapes: { readonly [Word in T[By]]: Shape<Extract<T, Readonly<Record<By, Word>>>> },
): Shape<T> {
  const forms = new Map<unknown, Shape<unknown>>(Object.entries<Shape<unknown>>(shapes));
  return (value, path) => {
    const shape = isRecord(value) ? forms.get(own(value, by)) : undefined;
    return shape === undefined ? path : shape(value, path);
  };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What an object inherits was not stored in it. */
function own(value: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(value, name) ? value[name] : undefined;
}

function accepting<T>(accepts: (value: unknown) => boolean): Shape<T> {
  return (value, path) => (accepts(value) ? null : path);
}

function firstOf<T>(parts: Iterable<T>, misfit: (part: T) => string | null): string | null {
  for (const part of parts) {
    const path = misfit(part);
    if (path !== null) return path;
  }
  return null;
}
