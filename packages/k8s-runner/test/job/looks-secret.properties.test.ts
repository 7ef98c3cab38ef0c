import fc from "fast-check";
import { expect, test } from "vitest";
import { looksSecret, secretWords } from "../../src/job/looks-secret.ts";
import { problemPaths } from "./support/a-run.ts";
import { AGENT } from "./support/near-miss.ts";
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

test("for all commands, the words that are named are those for which the Job is refused", () => {
  const seen = reached("a secret", "after an option for one", "none");
  const option = fc.constantFrom("--api-key", "-password", "--token");
  const word = fc.oneof(
    plantedSecret().map(({ spelled }) => spelled),
    option,
    fc.constantFrom("sh", "-c", "$(KEY)", "--token=$(KEY)", "$KEY", "true", "hunter2", 'agent --key "$NAME"'),
  );
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 5 }), (command) => {
      const places = secretWords(command);
      seen.when(
        "a secret",
        places.some((place) => looksSecret(command[place] ?? "")),
      );
      seen.when(
        "after an option for one",
        places.some((place) => command[place] === "hunter2"),
      );
      seen.when("none", places.length === 0);
      const refused = problemPaths({ command }).map((path) => path.replace(`${AGENT}.command`, ""));
      expect([...new Set(refused)].toSorted()).toEqual(places.map((place) => `[${place}]`));
    }),
    times(3),
  );
  seen.expectAll();
});
