import { errorCode } from "./error-code.ts";

/** The command line can't be understood; the sentence says why and what would be right. */
export interface Misuse {
  readonly kind: "misuse";
  readonly sentence: string;
}

export function misuse(sentence: string): Misuse {
  return { kind: "misuse", sentence };
}

/** What Node says of a command line is one sentence, and sometimes a hint behind it. Anything else is thrown on. */
export function misuseIn(error: unknown): Misuse {
  if (errorCode(error)?.startsWith("ERR_PARSE_ARGS_") !== true || !(error instanceof Error)) throw error;
  const [sentence = error.message] = error.message.split(/\. |\n/, 1);
  return misuse(`${sentence.replace(/\.$/, "")}.`);
}
