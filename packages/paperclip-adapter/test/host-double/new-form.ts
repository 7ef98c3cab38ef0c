import type { ConfigFieldSchema } from "../../src/config/config-schema.ts";

/** §3: what the host stores of a form in which nobody has typed, and for what it writes 0, false or the first option. */
export function newForm(fields: readonly ConfigFieldSchema[]): Record<string, unknown> {
  return Object.fromEntries(
    fields.map(({ key, type, options, default: shown }) => [
      key,
      shown ?? { number: 0, toggle: false, select: options?.[0]?.value, text: "", textarea: "" }[type],
    ]),
  );
}
