import { errorCode } from "./error-code.ts";

/** The command line can't be understood; the sentence says why and what would be right. */
export interface Misuse {
  readonly kind: "misuse";
  readonly sentence: string;
}

export function misuse(sentence: string): Misuse {
  return { kind: "misuse", sentence };
}

/** What Node says of a command line, in plain words and with the cure. Anything else is thrown on. */
export function misuseIn(error: unknown): Misuse {
  if (errorCode(error)?.startsWith("ERR_PARSE_ARGS_") !== true || !(error instanceof Error)) throw error;
  const [sentence = error.message] = error.message.split(/\. |\n/, 1);
  return misuse(plainWords(sentence.replace(/\.$/, "")));
}

/** Node's sentences, as 20 to 24 have them; one that is not known here is told as it is. */
function plainWords(sentence: string): string {
  const unknown = /^Unknown option '(.*)'$/s.exec(sentence)?.[1];
  if (unknown !== undefined) return `There is no option ${unknown}; --help lists those that there are.`;
  // `Option '-n, --namespace <value>' argument missing`
  const [, option, trouble] = /^Option '(?:-\w, )?(--[\w-]+)[^']*' (.*)$/s.exec(sentence) ?? [];
  switch (trouble) {
    case "argument missing":
      return `${option} needs a value.`;
    case "argument is ambiguous":
      return `${option} needs a value; one that begins with a dash is given as ${option}=-VALUE.`;
    case "does not take an argument":
      return `${option} takes no value.`;
    default:
      return `${sentence}.`;
  }
}
