import fc from "fast-check";
import { expect, test } from "vitest";
import { looksSecret } from "../../src/job/looks-secret.ts";
import { plantedSecret } from "./support/planted-secret.ts";
import { reached } from "../../../../test/support/reached.ts";
import { times } from "./support/times.ts";

test("for all secrets, they are seen wherever in a text they stand", () => {
  const seen = reached("in prose", "in an option");
  const before = fc.constantFrom("", "please use ", "--header=", '{"env":"', "a\n");
  const after = fc.constantFrom("", " and go on", "\n", '"}');
  fc.assert(
    fc.property(plantedSecret(), before, after, (secret, head, tail) => {
      seen.when("in prose", head.startsWith("please"));
      seen.when("in an option", head.startsWith("--"));
      expect(looksSecret(`${head}${secret.spelled}${tail}`)).toBe(true);
    }),
    times(3),
  );
  seen.expectAll();
});
