import { CODES } from "@runverdict/classifier";
import type { Code } from "@runverdict/classifier";

export const codes: readonly Code[] = Object.keys(CODES).filter(isCode);

function isCode(name: string): name is Code {
  return Object.hasOwn(CODES, name);
}
