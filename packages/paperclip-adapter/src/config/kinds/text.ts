import { z } from "zod";

/** So much of a text is taken for meant; a prompt template is the longest that is. */
const MOST = 256 * 1024;

/** A text without white space around it; numbers are texts to whoever writes JSON. */
export function text(): z.ZodType<string> {
  return z
    .union([z.string(), z.number().transform(String)], "It is no text: write it in quotes.")
    .transform((value) => value.trim())
    .refine((value) => value.length <= MOST, `It is longer than ${MOST} characters: shorten it.`)
    .refine((value) => !value.includes("\0"), "It has a NUL character in it: write it without.");
}

/** A text of one line that must look so; `cure` says how. */
export function textThat(isSo: (value: string) => boolean, cure: string): z.ZodType<string> {
  return text().refine((value) => value.length <= 4096 && !/\p{Cc}/u.test(value) && isSo(value), cure);
}
