import { fieldIn, soundText } from "../host/host-field.ts";

/**
 * Fills `{{agent.id}}` and the like, as the host does for the agents that it runs itself: what is not there is empty,
 * numbers and flags are written out, objects become JSON, and lists are not walked into. One pass, so that what is
 * filled in is never read as a template; names are bounded, so that the time is linear in the text.
 */
export function renderTemplate(template: string, data: unknown): string {
  return template.replace(/\{\{\s{0,16}([a-zA-Z0-9_.-]{1,200})\s{0,16}\}\}/g, (_, path: string) =>
    soundText(valueAt(data, path)),
  );
}

function valueAt(data: unknown, path: string): string {
  let value = data;
  for (const key of path.split(".")) {
    if (Array.isArray(value)) return "";
    value = fieldIn(value, key);
  }
  if (value === undefined || value === null) return "";
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return jsonOf(value);
}

/** The host's records come from JSON; whatever else somebody passes is not worth a failed run. */
function jsonOf(value: unknown): string {
  try {
    return JSON.stringify(value) ?? "";
  } catch {
    return "";
  }
}
