import fc from "fast-check";

/** A secret as it may stand in a text, and the parts of it that nobody may read. */
export interface PlantedSecret {
  readonly spelled: string;
  readonly hidden: readonly string[];
}

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

function letters(length: number, of: string = LETTERS): fc.Arbitrary<string> {
  return fc
    .array(fc.integer({ min: 0, max: of.length - 1 }), { minLength: length, maxLength: length })
    .map((places) => places.map((place) => of[place] ?? "").join(""));
}

/** Every shape is a function of some random letters, so that no secret stands in this file. */
const SHAPES: readonly ((
  body: string,
  upper: string,
) => string | readonly [spelled: string, hidden: string])[] = [
  (body) => `sk-ant-api03-${body}`,
  (body) => `ghp_${body}`,
  (body) => `github_pat_${body}`,
  (body) => `glpat-${body}`,
  (body) => `xoxb-${body}`,
  (_, upper) => `AKIA${upper}`,
  (body) => `AIza${body}`,
  (body) => `eyJ${body}.${body}.${body}`,
  (body) => [`-----BEGIN RSA PRIVATE KEY-----\n${body}\n-----END RSA PRIVATE KEY-----`, body],
  (body) => [`Authorization: Bearer ${body}`, body],
  (body) => [`authorization: Basic ${body}==`, body],
  (body) => [`bearer ${body}`, body],
  (body) => [`https://user:${body}@example.invalid/x`, body],
  (body) => [`password=${body}`, body],
  (body) => [`DB_PASSWORD=${body}`, body],
  (body) => [`ANTHROPIC_API_KEY=${body}`, body],
  (body) => [`AWS_SECRET_ACCESS_KEY=${body}`, body],
  (body) => [`x-api-key: ${body}`, body],
  (body) => [`{"message":"client_secret: ${body}"}`, body],
  (body) => [`{"token":"${body}"}`, body],
  (body) => [`{\\"access_token\\":\\"${body}\\"}`, body],
  (body) => [`'secret': '${body}'`, body],
  (body) => [`--token ${body}`, body],
  (body) => [`pass\u0000word=${body}`.replace("\u0000", ""), body],
  (body) => [`to\u200bken: ${body}`.replace("\u200b", ""), body],
  (body) => [`\u001b[33mtoken\u001b[0m=\u001b[31m${body}`, body],
];

export function plantedSecret(): fc.Arbitrary<PlantedSecret> {
  return fc
    .tuple(fc.constantFrom(...SHAPES), letters(32), letters(16, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"))
    .map(([shape, body, upper]) => {
      const made = shape(body, upper);
      const [spelled, hidden] = typeof made === "string" ? [made, made] : made;
      // Half of a secret is one too.
      return { spelled, hidden: [hidden.slice(0, 24), hidden.slice(-12)] };
    });
}
