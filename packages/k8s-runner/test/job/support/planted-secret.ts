import fc from "fast-check";

/** A secret as it may stand in a text, and what of it nobody may read. */
export interface PlantedSecret {
  readonly spelled: string;
  readonly hidden: string;
}

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** Shapes are functions of random letters, so that no secret stands in this file. */
const SHAPES: readonly ((body: string) => string)[] = [
  (body) => `sk-ant-api03-${body}`,
  (body) => `ghp_${body}`,
  (body) => `github_pat_${body}`,
  (body) => `glpat-${body}`,
  (body) => `xoxb-${body}`,
  (body) => `npm_${body}`,
  (body) => `AKIA${body.toUpperCase()}`,
  (body) => `AIza${body}`,
  (body) => `eyJ${body}.${body}.${body}`,
  (body) => `Authorization: Bearer ${body}`,
  (body) => `authorization=Basic ${body}==`,
  (body) => `x-api-key: ${body}`,
  (body) => `https://user:${body}@example.invalid/x`,
  (body) => `DB_PASSWORD=${body}`,
  (body) => `ANTHROPIC_API_KEY=${body}`,
  (body) => `{"token":"${body}"}`,
  (body) => `{\\"client_secret\\": \\"${body}\\"}`,
];

export function plantedSecret(): fc.Arbitrary<PlantedSecret> {
  const letter = fc.integer({ min: 0, max: LETTERS.length - 1 }).map((place) => LETTERS[place] ?? "");
  const body = fc.array(letter, { minLength: 26, maxLength: 32 }).map((letters) => `${letters.join("")}7x9`);
  return fc.tuple(fc.constantFrom(...SHAPES), body).map(([shape, text]) => {
    const spelled = shape(text);
    return { spelled, hidden: spelled.includes(text) ? text : text.toUpperCase() };
  });
}
