/** An object of which nothing is known yet. */
export type Fields = Readonly<Record<string, unknown>>;

// Reading what another program wrote: what has the wrong shape reads as empty, and nothing throws.

export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function fieldsOf(value: unknown): Fields {
  return isFields(value) ? value : {};
}

export function textOf(value: unknown, otherwise = ""): string {
  return typeof value === "string" ? value : otherwise;
}

export function numberOf(value: unknown): number {
  return typeof value === "number" && Number.isFinite(value) ? value : 0;
}

/** The blocks of a message's content; none where it is a text. */
export function blocksOf(content: unknown): readonly Fields[] {
  return listOf(content).map(fieldsOf);
}

export function textsOf(value: unknown): readonly string[] {
  return listOf(value).filter((one) => typeof one === "string");
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
