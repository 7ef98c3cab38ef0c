import { linesOf } from "./lines.ts";
import { writtenJson } from "./written-json.ts";

/** A name and what belongs to it, as they were written. */
export type Pair = readonly [string, unknown];

/** The pairs of `name=value` lines, of an object, or of the JSON of one; null where it is neither. */
export function pairsOf(value: unknown): readonly Pair[] | null {
  if (typeof value === "string" && !value.trim().startsWith("{")) return writtenPairs(value);
  const json = writtenJson(value);
  return typeof json === "object" && json !== null && !Array.isArray(json) ? Object.entries(json) : null;
}

function writtenPairs(text: string): readonly Pair[] | null {
  const pairs = linesOf(text)?.map(sidesOf) ?? [null];
  const known = pairs.filter((pair) => pair !== null);
  return known.length === pairs.length ? known : null;
}

/** The two sides of the first `=`; null where there is none. */
function sidesOf(line: string): Pair | null {
  const place = line.indexOf("=");
  return place < 1 ? null : [line.slice(0, place).trim(), line.slice(place + 1).trim()];
}
