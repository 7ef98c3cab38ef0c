/**
 * What stands in the host's loose records. It is other people's text: never what a prototype has, never a character
 * that no variable, file or database takes.
 */
export function fieldIn(record: unknown, key: string): unknown {
  if (typeof record !== "object" || record === null || !Object.hasOwn(record, key)) return undefined;
  return Reflect.get(record, key);
}

/** A text with something in it, without the white space around it; null for anything else. */
export function textIn(record: unknown, key: string): string | null {
  const value = fieldIn(record, key);
  const text = typeof value === "string" ? soundText(value).trim() : "";
  return text === "" ? null : text;
}

export function flagIn(record: unknown, key: string): boolean {
  return fieldIn(record, key) === true;
}

/** The objects of a list; what else stands in it is left out. */
export function recordsIn(record: unknown, key: string): readonly object[] {
  const value = fieldIn(record, key);
  if (!Array.isArray(value)) return [];
  return value.filter((one: unknown) => typeof one === "object" && one !== null && !Array.isArray(one));
}

/** The texts of a list; what else stands in it is left out. */
export function textsIn(record: unknown, key: string): readonly string[] {
  const value = fieldIn(record, key);
  if (!Array.isArray(value)) return [];
  return value
    .filter((one: unknown) => typeof one === "string")
    .map((one) => soundText(one).trim())
    .filter((one) => one !== "");
}

/**
 * Without NUL, which ends a text for a program, and with every half of a character replaced. The host's database takes
 * neither: one in a result turned a run into a failure of its own, with an SQL error for a reason.
 */
export function soundText(text: string): string {
  return text.replaceAll("\0", "").replace(/\p{Surrogate}/gu, "\u{fffd}");
}
