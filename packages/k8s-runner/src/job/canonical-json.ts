/**
 * One text for one meaning: JSON with the keys in order and without what is undefined. It is what gets hashed, so its
 * form is part of the promise that a Job of an older version is recognised.
 *
 * @throws TypeError for what JSON has no place for: functions, symbols, bigints. What is no number is null, as in JSON.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value !== "object") return scalar(value);
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(",")}]`;
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
  return `{${members.join(",")}}`;
}

function scalar(value: unknown): string {
  if (value === null || typeof value === "string" || typeof value === "boolean" || typeof value === "number")
    return JSON.stringify(value);
  throw new TypeError(`A ${typeof value} has no place in JSON; pass plain data.`);
}
