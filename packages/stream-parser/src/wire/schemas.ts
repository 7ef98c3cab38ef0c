import * as z from "zod";
import { flagOf, isObject, numberOf, textOf } from "./fields.ts";

// The readers of fields.ts as schemas, for what comes seldom. A schema made of them accepts every
// object: what is missing or has the wrong shape reads as absent. (With `z.string().catch(null)` a missing field costs
// four times as much, because an issue is made and thrown away; with `z.looseObject` the unknown fields are copied,
// for another microsecond, though they stand in the event's body anyway.)

export const text: z.ZodType<string | null> = z.unknown().optional().transform(textOf);
export const number: z.ZodType<number | null> = z.unknown().optional().transform(numberOf);
export const flag: z.ZodType<boolean | null> = z.unknown().optional().transform(flagOf);
/** An object of a shape, or null. */
export function maybe<Shape>(shape: z.ZodType<Shape>): z.ZodType<Shape | null> {
  return z
    .unknown()
    .optional()
    .transform((value) => (isObject(value) ? shape.parse(value) : null));
}
