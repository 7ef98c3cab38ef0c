import { redactText, REDACTED, type SecretText } from "./secret-text.ts";

/**
 * A Pod, Job or list of Events for people to pass on. Left out are the values of environment variables, commands and
 * their arguments (a prompt may stand in them), and copies of the manifest in annotations; in every other text what
 * looks like a secret. What a verdict is made of stays as it is.
 */
export function redactObject(object: unknown, secrets: SecretText): unknown {
  return redacted(object, secrets, []);
}

/** Every environment variable's value that stands in an object: none may turn up elsewhere. */
export function secretsIn(object: unknown): readonly string[] {
  if (Array.isArray(object)) return object.flatMap(secretsIn);
  if (typeof object !== "object" || object === null) return [];
  return Object.entries(object).flatMap(([key, value]) =>
    key === "env" ? valuesOf(value) : secretsIn(value),
  );
}

function valuesOf(env: unknown): readonly string[] {
  if (!Array.isArray(env)) return [];
  return env.flatMap((one: unknown) => {
    if (typeof one !== "object" || one === null || !("value" in one) || !("name" in one)) return [];
    return typeof one.value === "string" ? [one.value] : [];
  });
}

function redacted(value: unknown, secrets: SecretText, path: readonly string[]): unknown {
  if (typeof value === "string") return isHidden(path) ? REDACTED : redactText(value, secrets);
  if (Array.isArray(value)) return value.map((one: unknown) => redacted(one, secrets, path));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(
    ([key, one]) => [key, redacted(one, secrets, [...path, key])] as const,
  );
  // Built by entries: a key such as `__proto__` is a key like any other.
  return Object.fromEntries(entries);
}

function isHidden(path: readonly string[]): boolean {
  const [above, key] = path.slice(-2);
  if (key === "command" || key === "args") return true;
  if (above === "env" && key === "value") return true;
  return above === "annotations" && key === "kubectl.kubernetes.io/last-applied-configuration";
}
