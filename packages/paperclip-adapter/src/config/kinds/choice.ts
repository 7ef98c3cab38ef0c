import { z } from "zod";

/** One of a few words. */
export function choice<const Word extends string>(words: readonly Word[]): z.ZodType<Word> {
  const isWord = (value: unknown): value is Word => words.some((word) => word === value);
  return z.custom<Word>(isWord, `It is none of ${words.join(", ")}: choose one of them.`);
}
