/** What JSON a text holds; undefined for a text that holds none. Anything but a text stands for itself. */
export function writtenJson(value: unknown): unknown {
  if (typeof value !== "string") return value;
  try {
    const parsed: unknown = JSON.parse(value);
    return parsed;
  } catch {
    return undefined;
  }
}
