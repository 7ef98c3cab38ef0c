/** Plain data as YAML, for a golden that people read: block style, strings quoted only where they must be. */
export function toYaml(value: unknown): string {
  return `${lines(value).join("\n")}\n`;
}

function lines(value: unknown): readonly string[] {
  if (Array.isArray(value))
    return value.flatMap((item) => lines(item).map((line, place) => `${place === 0 ? "- " : "  "}${line}`));
  if (typeof value !== "object" || value === null) return [scalar(value)];
  return Object.entries(value).flatMap(([key, item]) => {
    if (typeof item !== "object" || item === null) return [`${scalar(key)}: ${scalar(item)}`];
    const inner = lines(item);
    if (inner.length === 0) return [`${scalar(key)}: ${Array.isArray(item) ? "[]" : "{}"}`];
    return [`${scalar(key)}:`, ...inner.map((line) => `  ${line}`)];
  });
}

function scalar(value: unknown): string {
  if (typeof value !== "string") return String(value);
  const isPlain = /^[A-Za-z/][A-Za-z0-9._/@-]*(?:[ :][A-Za-z0-9._/@-]+)*$/.test(value);
  return isPlain && !/^(?:true|false|null|yes|no|on|off)$/i.test(value) ? value : JSON.stringify(value);
}
