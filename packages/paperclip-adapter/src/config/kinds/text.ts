import { z } from "zod";

/** So much of a text is taken for meant; a prompt template is the longest that is. */
const MOST = 256 * 1024;

/** A text without white space around it; numbers are texts to whoever writes JSON. */
export function text(most: number = MOST): z.ZodType<string> {
  return z
    .union([z.string(), z.number().transform(String)], "It is no text: write it in quotes.")
    .transform((value) => value.trim())
    .refine((value) => value.length <= most, `It is longer than ${most} characters: shorten it.`)
    .refine((value) => !value.includes("\0"), "It has a NUL character in it: write it without.");
}

/** A text that must look so; `cure` says how. */
export function textThat(isSo: (value: string) => boolean, cure: string): z.ZodType<string> {
  return text(4096).refine(isSo, cure);
}
