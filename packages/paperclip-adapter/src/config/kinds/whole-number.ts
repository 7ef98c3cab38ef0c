import { z } from "zod";

/** A whole number, or the text of one. */
export function wholeNumber(least: number, most: number): z.ZodType<number> {
  const range = `It is no whole number from ${least} to ${most}.`;
  return z
    .union(
      [
        z.number(),
        z
          .string()
          .trim()
          .regex(/^-?\d{1,15}$/)
          .transform(Number),
      ],
      range,
    )
    .refine((value) => Number.isInteger(value) && value >= least && value <= most, range);
}
