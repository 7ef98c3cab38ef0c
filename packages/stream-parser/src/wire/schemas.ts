import * as z from "zod";
import { flagOf, isObject, listOf, numberOf, objectOf, textOf, type JsonObject } from "./fields.ts";

// The readers of fields.ts as schemas, for what comes once a run and not once a block. A schema made of them accepts every
// object: what is missing or has the wrong shape reads as absent. (With `z.string().catch(null)` a missing field costs
// four times as much, because an issue is made and thrown away; with `z.looseObject` the unknown fields are copied,
// for another microsecond, though they stand in the event's body anyway.)

export const text: z.ZodType<string | null> = z.unknown().optional().transform(textOf);
export const number: z.ZodType<number | null> = z.unknown().optional().transform(numberOf);
export const flag: z.ZodType<boolean | null> = z.unknown().optional().transform(flagOf);
export const object: z.ZodType<JsonObject | null> = z.unknown().optional().transform(objectOf);
export const texts: z.ZodType<readonly string[]> = z
  .unknown()
  .optional()
  .transform((value) => listOf(value).filter((entry) => typeof entry === "string"));

/** Whether the field is there and says anything but no. */
export const present: z.ZodType<boolean> = z
  .unknown()
  .optional()
  .transform((value) => value !== undefined && value !== null && value !== false);

/** An object of a shape, or null. */
export function maybe<Shape>(shape: z.ZodType<Shape>): z.ZodType<Shape | null> {
  return z
    .unknown()
    .optional()
    .transform((value) => (isObject(value) ? shape.parse(value) : null));
}

/** The objects in a list; other entries are left out, and what is no list has none. */
export function entries<Entry>(shape: z.ZodType<Entry>): z.ZodType<readonly Entry[]> {
  return z
    .unknown()
    .optional()
    .transform((value) =>
      listOf(value)
        .filter(isObject)
        .map((entry) => shape.parse(entry)),
    );
}
