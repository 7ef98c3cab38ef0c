import { isDeepStrictEqual } from "node:util";

/**
 * Where two values differ; null when they are strictly equal. For values of megabytes: as quick as Node's own
 * comparison, and `expect(difference(actual, expected)).toBeNull()` names one place instead of printing both.
 */
export function difference(actual: unknown, expected: unknown): string | null {
  if (isDeepStrictEqual(actual, expected)) return null;
  const path = differingPath(actual, expected, []);
  const [found, wanted] = [actual, expected].map((value) => shown(path.reduce(inside, value)));
  return `at ${path.join(".") || "the top"}: found ${found}, wanted ${wanted}`;
}

function differingPath(actual: unknown, expected: unknown, path: readonly string[]): readonly string[] {
  if (!isRecord(actual) || !isRecord(expected)) return path;
  const keys = new Set([...Object.keys(actual), ...Object.keys(expected)]);
  for (const key of keys) {
    if (!isDeepStrictEqual(actual[key], expected[key])) {
      return differingPath(actual[key], expected[key], [...path, key]);
    }
  }
  return path;
}

function inside(value: unknown, key: string): unknown {
  return isRecord(value) ? value[key] : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function shown(value: unknown): string {
  return (JSON.stringify(value) ?? String(value)).slice(0, 300);
}
