import { z } from "zod";

const words: Readonly<Record<string, boolean>> = {
  true: true,
  false: false,
  yes: true,
  no: false,
  on: true,
  off: false,
};

/** On or off, as the form sends it or as people write it. */
export function toggle(): z.ZodType<boolean> {
  return z.union(
    [
      z.boolean(),
      z.string().transform((value, context) => {
        const word = value.trim().toLowerCase();
        if (Object.hasOwn(words, word)) return words[word] === true;
        context.addIssue("It is neither true nor false.");
        return z.NEVER;
      }),
    ],
    "It is neither true nor false.",
  );
}
