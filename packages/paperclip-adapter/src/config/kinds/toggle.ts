import { z } from "zod";

const words: ReadonlyMap<unknown, boolean> = new Map<unknown, boolean>([
  [true, true],
  ["true", true],
  ["yes", true],
  ["on", true],
  [false, false],
  ["false", false],
  ["no", false],
  ["off", false],
]);

/** On or off, as the form sends it or as people write it. */
export function toggle(): z.ZodType<boolean> {
  return z.unknown().transform((value, context) => {
    const isOn = words.get(typeof value === "string" ? value.trim().toLowerCase() : value);
    if (isOn !== undefined) return isOn;
    context.addIssue("It is neither true nor false: choose one of them.");
    return z.NEVER;
  });
}
