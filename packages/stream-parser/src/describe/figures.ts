/** Figures for people. The language is fixed, so that the same run reads the same everywhere. */
const counts = new Intl.NumberFormat("en-US");

export function count(value: number): string {
  return counts.format(value);
}

/** `1 line`, `1,234 lines`. */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

export function bytes(value: number): string {
  if (value < 1000) return counted(value, "byte");
  if (value < 1_000_000) return `${(value / 1000).toFixed(1)} kB`;
  return `${(value / 1_000_000).toFixed(1)} MB`;
}

export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 90_000) return `${(ms / 1000).toFixed(1)} s`;
  return `${count(Math.round(ms / 60_000))} min`;
}

/** Small sums need more digits to say anything. */
export function dollars(value: number): string {
  return `$${value.toFixed(value !== 0 && Math.abs(value) < 0.1 ? 4 : 2)}`;
}
