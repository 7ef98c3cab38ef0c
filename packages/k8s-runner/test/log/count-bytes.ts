/** How many bytes were copied or searched natively. */
export interface NativeWork {
  copied: number;
  searched: number;
}

/**
 * Counts what a piece of work hands to native functions that read or copy as much as they are given, where a clock
 * would only guess.
 */
export function countBytes(work: () => void): NativeWork {
  const count: NativeWork = { copied: 0, searched: 0 };
  const originals = ["set", "slice", "copyWithin", "indexOf"].map((name) => [name, methodOf(name)] as const);
  try {
    for (const [name, original] of originals) {
      replace(name, function (this: unknown, ...given: unknown[]): unknown {
        const result: unknown = Reflect.apply(original, this, given);
        if (name === "indexOf") count.searched += searchedBy(this, given[1], result);
        else count.copied += copiedBy(name, given, result);
        return result;
      });
    }
    work();
  } finally {
    for (const [name, original] of originals) replace(name, original);
  }
  return count;
}

type Method = (this: unknown, ...given: unknown[]) => unknown;

function methodOf(name: string): Method {
  const method: unknown = Reflect.get(Uint8Array.prototype, name);
  if (typeof method !== "function") throw new TypeError(`There is no function ${name} to count.`);
  return function (this: unknown, ...given: unknown[]): unknown {
    return Reflect.apply(method, this, given);
  };
}

function replace(name: string, value: Method): void {
  const owner: object = Uint8Array.prototype;
  Object.defineProperty(owner, name, { value, configurable: true, writable: true });
}

function searchedBy(self: unknown, from: unknown, found: unknown): number {
  const start = typeof from === "number" ? from : 0;
  const end = typeof found === "number" && found !== -1 ? found + 1 : lengthOf(self);
  return end - start;
}

function copiedBy(name: string, given: readonly unknown[], result: unknown): number {
  if (name === "set") return lengthOf(given[0]);
  if (name === "slice") return lengthOf(result);
  return Number(given[2]) - Number(given[1]);
}

function lengthOf(value: unknown): number {
  return value instanceof Uint8Array ? value.length : 0;
}
