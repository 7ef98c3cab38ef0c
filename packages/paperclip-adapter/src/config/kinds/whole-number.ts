import { z } from "zod";

/** A whole number, or the text of one. */
export function wholeNumber(least: number, most: number): z.ZodType<number> {
  const wrong = `It is no whole number from ${least} to ${most}: write digits alone, without a unit.`;
  return z.unknown().transform((value, context) => {
    const number = typeof value === "string" && /^\s*-?\d{1,15}\s*$/.test(value) ? Number(value) : value;
    if (typeof number === "number" && Number.isInteger(number) && number >= least && number <= most)
      // A negative zero is none.
      return number + 0;
    context.addIssue(wrong);
    return z.NEVER;
  });
}
