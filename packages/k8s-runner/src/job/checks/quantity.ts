/**
 * What a quantity of Kubernetes comes to, in its own unit (bytes, cores): `1536Mi`, `500m`, `1.5`, `2e3`. Null is for
 * what is none.
 */
export function quantity(text: string): number | null {
  if (text.length > 40) return null;
  const match = /^(\d+(?:\.\d*)?|\.\d+)([a-zA-Z]*|[eE][+-]?\d{1,2})$/.exec(text);
  if (match === null) return null;
  const [, digits = "", unit = ""] = match;
  const factor = /^[eE][+-]?\d/.test(unit) ? Number(`1${unit}`) : factors.get(unit);
  return factor === undefined ? null : Number(digits) * factor;
}

const factors: ReadonlyMap<string, number> = new Map([
  ["n", 1e-9],
  ["u", 1e-6],
  ["m", 1e-3],
  ["", 1],
  ["k", 1e3],
  ["M", 1e6],
  ["G", 1e9],
  ["T", 1e12],
  ["P", 1e15],
  ["E", 1e18],
  ["Ki", 2 ** 10],
  ["Mi", 2 ** 20],
  ["Gi", 2 ** 30],
  ["Ti", 2 ** 40],
  ["Pi", 2 ** 50],
  ["Ei", 2 ** 60],
]);
