const units: ReadonlyMap<string, number> = new Map([
  ["", 1],
  ["k", 1e3],
  ["M", 1e6],
  ["G", 1e9],
  ["T", 1e12],
  ["Ki", 2 ** 10],
  ["Mi", 2 ** 20],
  ["Gi", 2 ** 30],
  ["Ti", 2 ** 40],
]);

/** `256Mi` in bytes; 0 for what is no quantity of bytes. */
export function bytesOf(quantity: string): number {
  const match = /^([0-9]+(?:\.[0-9]+)?)([kMGT]i?|Ki)?$/.exec(quantity);
  return Number(match?.[1] ?? 0) * (units.get(match?.[2] ?? "") ?? 0);
}
