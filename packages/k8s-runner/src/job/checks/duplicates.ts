import { problemAt, type Problem } from "../problem.ts";

/** A problem for every name that stood in the list before. */
export function* duplicates(
  names: readonly string[],
  pathOf: (place: number) => string,
  cure: string,
): Iterable<Problem> {
  const first = new Map<string, number>();
  for (const [place, name] of names.entries()) {
    const before = first.get(name);
    if (before === undefined) first.set(name, place);
    else yield problemAt(pathOf(place), `It stands at ${pathOf(before)} already.`, cure);
  }
}
